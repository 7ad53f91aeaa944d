import { assertEquals } from "@std/assert";
import { addTotals, formatTotals, readTotals, settleTotals } from "./totals.ts";

Deno.test("totals come from the last summary that deno test printed", () => {
  const output = [
    "a test prints: ok | 99 passed | 0 failed (1s)",
    "ok | 99 passed | 0 failed (1s)",
    "",
    "FAILED | 12 passed (3 steps) | 2 failed (1 step) | 1 ignored (4ms)",
  ].join("\n");
  assertEquals(readTotals(output), { passed: 12, failed: 2, skipped: 1 });
});

Deno.test("a file without tests has no totals but no failure either", () => {
  assertEquals(settleTotals("ok | 0 passed | 0 failed (0ms)\n", true), {
    passed: 0,
    failed: 0,
    skipped: 0,
  });
});

Deno.test("a process that dies before its summary is one failure", () => {
  assertEquals(settleTotals("running 3 tests from a.ts\n", false).failed, 1);
});

Deno.test("a process that fails outside of its tests is one failure beside those that passed", () => {
  assertEquals(settleTotals("ok | 4 passed | 0 failed (9ms)\n", false), {
    passed: 4,
    failed: 1,
    skipped: 0,
  });
});

Deno.test("the closing line names skipped tests only where there are some", () => {
  const three = { passed: 3, failed: 0, skipped: 0 };
  assertEquals(formatTotals(three), "3 passed, 0 failed");
  assertEquals(
    formatTotals(addTotals(three, { passed: 1, failed: 2, skipped: 5 })),
    "4 passed, 2 failed, 5 skipped",
  );
});
