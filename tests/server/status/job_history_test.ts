import { assertEquals } from "@std/assert";
import type { JobHour } from "../../../db/mod.ts";
import type { JobFacts } from "../../../jobs/context.ts";
import { historyFromMs, HOUR_MS, HOURS, judgeHours } from "../../../server/status/job_history.ts";

const MINUTE_MS = 60_000;
/** Twenty minutes into an hour. */
const NOW_MS = Date.UTC(2026, 10, 21, 12, 20);
const PRESENT_MS = Date.UTC(2026, 10, 21, 12);

function job(everyMs: number): JobFacts {
  return {
    name: "collect",
    title: "Collect candles",
    says: "",
    lane: "market",
    schedule: "5 * * * *",
    missed: "catch_up",
    firstPauseMs: 1,
    longestPauseMs: 1,
    dueMs: PRESENT_MS,
    nextMs: PRESENT_MS + everyMs,
  };
}

/** An hour so many before the present one. */
function hour(ago: number, counts: Partial<JobHour>): JobHour {
  const none = { done: 0, late: 0, failed: 0, other: 0 };
  return { job: "collect", hourMs: PRESENT_MS - ago * HOUR_MS, ...none, ...counts };
}

/** The newest hours, as letters. */
function newest(count: number, hours: JobHour[], firstMs: number | undefined, everyMs = HOUR_MS) {
  const judged = judgeHours(job(everyMs), { hours, firstMs }, NOW_MS);
  assertEquals(judged.length, HOURS);
  return judged.slice(-count).join(" ");
}

Deno.test("hours are done, late, failed or missed; before the first nothing is known", () => {
  const hours = [
    hour(6, { done: 1 }),
    hour(5, { late: 1 }),
    hour(4, { failed: 1 }),
    hour(2, { other: 1 }),
    hour(1, { done: 1 }),
  ];
  const firstMs = PRESENT_MS - 6 * HOUR_MS + 5 * MINUTE_MS;
  assertEquals(newest(8, hours, firstMs), "none done late failed missed missed done none");
  assertEquals(newest(2, [hour(0, { done: 1 })], PRESENT_MS), "none done");
  assertEquals(newest(3, [], undefined), "none none none", "it never ran");
});

Deno.test("the hour before the present one is missed once its patience is over", () => {
  const firstMs = PRESENT_MS - 9 * HOUR_MS;
  const known = { hours: [], firstMs };
  const at = (minute: number) =>
    judgeHours(job(HOUR_MS), known, PRESENT_MS + minute * MINUTE_MS).slice(-3).join(" ");
  assertEquals(at(20), "missed none none");
  assertEquals(at(40), "missed missed none");
});

Deno.test("of a job of each minute an hour is done with all of them, but for a restart", () => {
  const firstMs = PRESENT_MS - 4 * HOUR_MS + 30 * MINUTE_MS;
  const hours = [
    hour(4, { done: 30 }),
    hour(3, { done: 58 }),
    hour(2, { done: 40, late: 1 }),
    hour(0, { done: 20 }),
  ];
  assertEquals(newest(6, hours, firstMs, MINUTE_MS), "none done done late missed done");
  assertEquals(newest(1, [hour(0, { done: 5 })], firstMs, MINUTE_MS), "late");
});

Deno.test("the hours shown are those of seven days", () => {
  assertEquals(NOW_MS - historyFromMs(NOW_MS), 167 * HOUR_MS + 20 * MINUTE_MS);
});
