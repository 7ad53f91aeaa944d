import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { QuietHours } from "../../../db/mod.ts";
import { quietUntil } from "../../../jobs/alerts/quiet_hours.ts";

const NIGHT: QuietHours = {
  from: "22:00",
  to: "07:00",
  timeZone: "Europe/Berlin",
  policy: "delay",
};

function until(quiet: QuietHours | null, at: string): string | null {
  const endMs = quietUntil(quiet, Date.parse(at));
  return endMs === null ? null : new Date(endMs).toISOString();
}

Deno.test("quiet hours begin with their first minute and end before their last", () => {
  assertEquals(until(null, "2026-01-10T23:00:00Z"), null);
  assertEquals(until(NIGHT, "2026-01-10T20:59:59Z"), null);
  assertEquals(until(NIGHT, "2026-01-10T21:00:00Z"), "2026-01-11T06:00:00.000Z");
  assertEquals(until(NIGHT, "2026-01-11T05:59:59Z"), "2026-01-11T06:00:00.000Z");
  assertEquals(until(NIGHT, "2026-01-11T06:00:00Z"), null);
  const noon: QuietHours = { ...NIGHT, from: "12:00", to: "13:30" };
  assertEquals(until(noon, "2026-01-10T11:20:30Z"), "2026-01-10T12:30:00.000Z");
  assertEquals(until(noon, "2026-01-10T23:20:00Z"), null);
});

Deno.test("both nights in which Berlin changes its clocks end at seven by the clock", () => {
  // 2026-03-29: 02:00 becomes 03:00, the night has eight hours.
  assertEquals(until(NIGHT, "2026-03-28T21:00:00Z"), "2026-03-29T05:00:00.000Z");
  assertEquals(until(NIGHT, "2026-03-29T00:30:00Z"), "2026-03-29T05:00:00.000Z");
  assertEquals(until(NIGHT, "2026-03-29T05:00:00Z"), null);
  // 2026-10-25: 03:00 becomes 02:00, the night has ten hours.
  assertEquals(until(NIGHT, "2026-10-24T20:00:00Z"), "2026-10-25T06:00:00.000Z");
  assertEquals(until(NIGHT, "2026-10-25T05:59:00Z"), "2026-10-25T06:00:00.000Z");
  assertEquals(until(NIGHT, "2026-10-25T06:00:00Z"), null);
});

Deno.test("an end that the clocks jump over is the jump, one that comes twice is its first time", () => {
  const toHalfPastTwo: QuietHours = { ...NIGHT, to: "02:30" };
  assertEquals(until(toHalfPastTwo, "2026-03-29T00:59:00Z"), "2026-03-29T01:00:00.000Z");
  assertEquals(until(toHalfPastTwo, "2026-03-29T01:00:00Z"), null);
  assertEquals(until(toHalfPastTwo, "2026-10-25T00:10:00Z"), "2026-10-25T00:30:00.000Z");
  assertEquals(until(toHalfPastTwo, "2026-10-25T00:45:00Z"), null);
  // The repeated hour is inside again by the clock, until its own half past two.
  assertEquals(until(toHalfPastTwo, "2026-10-25T01:10:00Z"), "2026-10-25T01:30:00.000Z");
});

Deno.test("quiet hours end outside of themselves, and every minute until then is inside", () => {
  const zone = fc.constantFrom("Europe/Berlin", "UTC", "America/New_York", "Asia/Kathmandu");
  const minute = fc.integer({ min: 0, max: 1439 });
  const year = fc.integer({ min: 0, max: 366 * 1440 });
  fc.assert(
    fc.property(zone, minute, minute, year, (timeZone, from, to, at) => {
      fc.pre(from !== to);
      const quiet: QuietHours = { from: clock(from), to: clock(to), timeZone, policy: "delay" };
      const atMs = Date.parse("2026-01-01T00:00:00Z") + at * 60_000;
      const endMs = quietUntil(quiet, atMs);
      if (endMs === null) return;
      assertEquals(quietUntil(quiet, endMs), null);
      const between = atMs + Math.floor((endMs - atMs) / 120_000) * 60_000;
      assertEquals(quietUntil(quiet, between), endMs);
    }),
    { numRuns: 200 },
  );
});

function clock(minute: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
