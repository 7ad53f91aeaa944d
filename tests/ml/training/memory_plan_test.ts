import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { planMemory } from "../../../ml/training/memory_plan.ts";
import { smallMarket } from "../market.ts";

const HOURS = 200 * 24;
const MARKET = smallMarket(HOURS);

Deno.test("a training that fits is left as it is", () => {
  const plan = planMemory(MARKET, { batchSize: 128, limitMb: 10_000 });
  assert(plan.series === MARKET);
  assertEquals(plan.batchSize, 128);
});

Deno.test("less memory makes batches smaller first, and history shorter only then", () => {
  const whole = planMemory(MARKET, { batchSize: 128, limitMb: 10_000 }).megabytes;
  const tighter = planMemory(MARKET, { batchSize: 128, limitMb: whole - 10 });
  assert(tighter.series === MARKET);
  assertEquals(tighter.batchSize, 64);

  const smallest = planMemory(MARKET, { batchSize: 32, limitMb: 10_000 }).megabytes;
  const shorter = planMemory(MARKET, { batchSize: 128, limitMb: smallest - 2 });
  assertEquals(shorter.batchSize, 32);
  assert(shorter.megabytes <= smallest - 2);
  for (const [index, coin] of shorter.series.entries()) {
    const hours = coin.openTime.length;
    assert(hours < HOURS && hours >= 90 * 24);
    assertEquals(coin.openTime.at(-1), MARKET[index]!.openTime.at(-1), "the newest are kept");
    assertEquals(coin.quoteVolume.length, hours);
  }
});

Deno.test("where not even ninety days fit, the error names the setting and what would do", () => {
  const { message } = assertThrows(
    () => planMemory(MARKET, { batchSize: 128, limitMb: 100 }),
    Error,
  );
  assertStringIncludes(message, "TRAINING_MEMORY_MB allows 100");
  assertStringIncludes(message, "a worker on another machine");
});
