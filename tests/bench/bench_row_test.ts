import { assertEquals } from "@std/assert";
import { formatTable } from "./bench_row.ts";

Deno.test("the table of figures lines up, and says what missed its target", () => {
  const table = formatTable([
    { name: "collection", value: 18250.4, unit: "/s", peer: "bare COPY", ratio: 0.31, ok: true },
    { name: "p99", value: 41.5, unit: "ms", target: "<= 30 ms", ok: false },
    { name: "training", value: 0.2, unit: "s", ok: null },
  ]);
  assertEquals(table.split("\n"), [
    "figure          value  peer       ratio  target    ok",
    "collection  18,250 /s  bare COPY  0.310            yes",
    "p99          41.50 ms                    <= 30 ms  NO",
    "training     0.2000 s                              not judged",
  ]);
});
