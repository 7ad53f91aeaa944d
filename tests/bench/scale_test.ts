import { assert, assertEquals } from "@std/assert";
import { scaleBench } from "./scale.ts";

Deno.test("the main queries look at few pages, however many rows there are", async () => {
  const rows = await scaleBench(() => {}, { rows: 100_000, pages: 1, hourlyRuns: 1 });
  const pages = rows.filter(({ name }) => name.endsWith("pages looked at"));
  assertEquals(pages.map(({ ok }) => ok), [true, true, true]);
  assert(rows.every(({ value, ratio }) => value > 0 && (ratio ?? 1) > 0));
  assertEquals(rows.length, 8);
});
