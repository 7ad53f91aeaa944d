import { assertEquals, assertThrows } from "@std/assert";
import { type LastRun, latestSlot, nextSlot, slotToClaim } from "../../jobs/due.ts";

const at = (iso: string) => Date.parse(iso);
const RETRY = { firstPauseMs: 60_000, longestPauseMs: 15 * 60_000 };
const DUE = at("2026-11-21T10:05:00Z");

function run(changes: Partial<LastRun>): LastRun {
  return {
    slotMs: DUE,
    status: "completed",
    attempt: 1,
    leaseUntilMs: null,
    finishedAtMs: DUE + 20_000,
    ...changes,
  };
}

Deno.test("a cron string falls due in UTC, this very second included", () => {
  assertEquals(latestSlot("5 * * * *", at("2026-11-21T10:05:00Z")), at("2026-11-21T10:05:00Z"));
  assertEquals(latestSlot("5 * * * *", at("2026-11-21T10:04:59Z")), at("2026-11-21T09:05:00Z"));
  assertEquals(nextSlot("5 * * * *", at("2026-11-21T10:05:00Z")), at("2026-11-21T11:05:00Z"));
});

Deno.test("Sunday is 0, and 7 as well", () => {
  const saturday = at("2026-11-21T12:00:00Z");
  const sunday = at("2026-11-22T02:00:00Z");
  assertEquals(nextSlot("0 2 * * 0", saturday), sunday);
  assertEquals(nextSlot("0 2 * * 7", saturday), sunday);
  assertEquals(latestSlot("0 2 * * 0", saturday), at("2026-11-15T02:00:00Z"));
});

Deno.test("what is no cron string is named in the error", () => {
  assertThrows(() => latestSlot("every hour", DUE), Error, '"every hour"');
});

Deno.test("a job that never ran is due, one that ran for this slot is not", () => {
  assertEquals(slotToClaim(null, DUE, DUE + 1000, RETRY), DUE);
  assertEquals(slotToClaim(run({}), DUE, DUE + 60_000, RETRY), null);
  assertEquals(slotToClaim(run({ slotMs: DUE - 3_600_000 }), DUE, DUE + 1, RETRY), DUE);
});

Deno.test("a run that is alive is left alone, one whose lease lapsed is taken over", () => {
  const alive = run({ status: "running", leaseUntilMs: DUE + 30_000, finishedAtMs: null });
  assertEquals(slotToClaim(alive, DUE, DUE + 29_000, RETRY), null);
  assertEquals(slotToClaim(alive, DUE, DUE + 31_000, RETRY), DUE);
  const older = { ...alive, slotMs: DUE - 3_600_000 };
  assertEquals(slotToClaim(older, DUE, DUE + 29_000, RETRY), null);
  assertEquals(slotToClaim(older, DUE, DUE + 31_000, RETRY), DUE);
});

Deno.test("a failed run is tried again after a pause that doubles, up to a limit", () => {
  const finishedAtMs = DUE + 10_000;
  const failed = run({ status: "failed", finishedAtMs });
  assertEquals(slotToClaim(failed, DUE, finishedAtMs + 59_000, RETRY), null);
  assertEquals(slotToClaim(failed, DUE, finishedAtMs + 60_000, RETRY), DUE);
  const third = { ...failed, attempt: 3 };
  assertEquals(slotToClaim(third, DUE, finishedAtMs + 239_000, RETRY), null);
  assertEquals(slotToClaim(third, DUE, finishedAtMs + 240_000, RETRY), DUE);
  const tenth = { ...failed, attempt: 10 };
  assertEquals(slotToClaim(tenth, DUE, finishedAtMs + 15 * 60_000, RETRY), DUE);
});

Deno.test("the next slot does not wait for the pause of a failed one", () => {
  const failed = run({ status: "failed", attempt: 9 });
  assertEquals(slotToClaim(failed, DUE + 3_600_000, DUE + 3_600_001, RETRY), DUE + 3_600_000);
});
