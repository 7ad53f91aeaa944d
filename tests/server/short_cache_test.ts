import { assertEquals } from "@std/assert";
import { createShortCache } from "../../server/short_cache.ts";

Deno.test("one reading serves all who ask at once, and those who ask soon after", async () => {
  let nowMs = 1000;
  let readings = 0;
  const cached = createShortCache(() => Promise.resolve(++readings), {
    freshMs: 100,
    now: () => nowMs,
  });
  assertEquals(await Promise.all([cached(), cached(), cached()]), [1, 1, 1]);
  nowMs += 99;
  assertEquals(await cached(), 1);
  nowMs += 1;
  assertEquals(await cached(), 2);
  nowMs -= 5000;
  assertEquals(await cached(), 3, "a clock set back does not freeze the answer");
});

Deno.test("a reading that fails is told to those who wait, and tried again by the next", async () => {
  let fails = true;
  const read = () => fails ? Promise.reject(new Error("gone")) : Promise.resolve("back");
  const cached = createShortCache(read, { freshMs: 100, now: () => 0 });
  const outcomes = await Promise.allSettled([cached(), cached()]);
  assertEquals(outcomes.map((outcome) => outcome.status), ["rejected", "rejected"]);
  fails = false;
  assertEquals(await cached(), "back");
});
