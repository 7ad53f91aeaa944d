import { assert, assertEquals } from "@std/assert";
import { chargeLimits, forgetLimit, pruneLimits } from "../../../db/mod.ts";
import { testDatabase } from "../../helpers/database.ts";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const total = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0);

Deno.test("a limit over connections at once is exact", async () => {
  await using db = await testDatabase({ poolSize: 8 });
  const one = { subject: "key:1", wanted: 1, cap: 100, windowMs: 60_000 };
  const asked = await Promise.all(Array.from({ length: 300 }, () => chargeLimits(db, [one])));
  assertEquals(total(asked.map(([grant]) => grant!.granted)), 100);
  const [last] = await chargeLimits(db, [one]);
  assertEquals([last!.granted, last!.remaining], [0, 0]);
  assert(last!.resetMs > 50_000 && last!.resetMs <= 60_000, String(last!.resetMs));
});

Deno.test("charges of many subjects in any order neither block nor mix", async () => {
  await using db = await testDatabase({ poolSize: 8 });
  const names = Array.from({ length: 20 }, (_, at) => `key:${at}`);
  const grants = await Promise.all(Array.from({ length: 40 }, (_, round) => {
    const order = names.toSorted(() => round % 2 ? 1 : -1);
    const charges = order.map((subject, at) => ({
      subject,
      wanted: 1 + at % 3,
      cap: 10,
      windowMs: 60_000,
    }));
    return chargeLimits(db, charges);
  }));
  assertEquals(total(grants.flat().map(({ granted }) => granted)), 200);
});

Deno.test("no window holds more than its cap, wherever it begins", async () => {
  await using db = await testDatabase({ poolSize: 4 });
  const windowMs = 600;
  for (const cap of [40, 240]) {
    const admitted: { sent: number; got: number; count: number }[] = [];
    const until = performance.now() + 4 * windowMs;
    while (performance.now() < until) {
      const sent = performance.now();
      const [grant] = await chargeLimits(db, [{ subject: `s${cap}`, wanted: 7, cap, windowMs }]);
      admitted.push({ sent, got: performance.now(), count: grant!.granted });
      await pause(5);
    }
    const sums = admitted.map((first) =>
      // Hits that surely lie within one window of the database's clock.
      total(
        admitted.filter(({ sent, got }) => sent >= first.sent && got <= first.sent + windowMs)
          .map(({ count }) => count),
      )
    );
    assertEquals(Math.max(...sums), cap);
    assert(total(admitted.map(({ count }) => count)) >= 3 * cap, "room comes back");
  }
});

Deno.test("the room is there again when the limit said it would be", async () => {
  await using db = await testDatabase({ poolSize: 2 });
  const charge = { subject: "a", wanted: 5, cap: 5, windowMs: 300 };
  assertEquals((await chargeLimits(db, [charge]))[0]!.granted, 5);
  const [refused] = await chargeLimits(db, [charge]);
  assertEquals(refused!.granted, 0);
  await pause(refused!.resetMs + 5);
  assertEquals((await chargeLimits(db, [charge]))[0]!.granted, 5);
});

Deno.test("a subject can be forgotten, and rows that are over are removed", async () => {
  await using db = await testDatabase({ poolSize: 2 });
  const charge = { subject: "a", wanted: 5, cap: 5, windowMs: 50 };
  await chargeLimits(db, [charge, { ...charge, subject: "b", windowMs: 60_000 }]);
  await forgetLimit(db, "b");
  assertEquals((await chargeLimits(db, [{ ...charge, subject: "b" }]))[0]!.granted, 5);
  await pause(120);
  assertEquals(await pruneLimits(db), 2);
});
