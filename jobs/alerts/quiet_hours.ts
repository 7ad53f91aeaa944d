import type { QuietHours } from "../../db/mod.ts";

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
/** A night has at most two more hours by the clock than it lasts, in any zone. */
const SEARCH_MINUTES = 2 * DAY_MINUTES;

/**
 * The end of the quiet hours that `atMs` lies in: the first minute after it whose time of day, by the
 * clocks of the zone, is outside; null where `atMs` is not in them. The beginning belongs to them, the
 * end does not. Where clocks jump over the end, they end with the jump; where an hour comes twice, an
 * end in that hour is met at its first time, and the second is outside as well.
 */
export function quietUntil(quiet: QuietHours | null, atMs: number): number | null {
  if (quiet === null) return null;
  const from = minuteOfDay(quiet.from);
  const to = minuteOfDay(quiet.to);
  const clock = clockOf(quiet.timeZone);
  if (!isWithin(clock(atMs), from, to)) return null;
  const minuteMs = Math.floor(atMs / MINUTE_MS) * MINUTE_MS;
  for (let ahead = 1; ahead <= SEARCH_MINUTES;) {
    const endMs = minuteMs + ahead * MINUTE_MS;
    const left = minutesLeft(clock(endMs), from, to);
    if (left === 0) return endMs;
    // The hours of the last three by the clock are walked by the minute: a change of time is in them.
    ahead += left > 180 ? left - 180 : 1;
  }
  return null;
}

function minutesLeft(minute: number, from: number, to: number): number {
  return isWithin(minute, from, to) ? (to - minute + DAY_MINUTES) % DAY_MINUTES : 0;
}

function isWithin(minute: number, from: number, to: number): boolean {
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

function minuteOfDay(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format takes longer than a thousand uses of it. */
function clockOf(timeZone: string): (ms: number) => number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone,
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    formats.set(timeZone, format);
  }
  const made = format;
  return (ms) => minuteOfDay(made.format(ms));
}
