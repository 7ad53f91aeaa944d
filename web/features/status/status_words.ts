import type { HourState, PartOutput, StatusOutput } from "../../../server/status/schema.ts";
import { formatAge, formatTime } from "../../lib/format.ts";

export const PART_NAMES: Readonly<Record<PartOutput["part"], string>> = {
  database: "Database",
  collection: "Market data",
  forecasts: "Forecasts",
  model: "Model",
  jobs: "Jobs",
  ledger: "Ledger",
  alerts: "Alerts",
  chat: "Chat",
  backup: "Backups",
  certificate: "Certificate",
};

export const STATE_WORDS: Readonly<Record<PartOutput["state"], string>> = {
  well: "works",
  impaired: "impaired",
  down: "does not work",
  starting: "starting",
  off: "off",
  unknown: "not known",
};

/** Beside the word, never in its place. */
export const STATE_ICONS: Readonly<Record<PartOutput["state"], string>> = {
  well: "circle-check",
  impaired: "triangle-alert",
  down: "circle-alert",
  starting: "circle-dashed",
  off: "circle-dashed",
  unknown: "circle-dashed",
};

export const HOUR_WORDS: Readonly<Record<HourState, string>> = {
  done: "done in time",
  late: "done late or in part",
  failed: "failed",
  missed: "not done",
  none: "not known",
};

/** One sentence: all is well, or what is not and since when. */
export function statusFinding(status: StatusOutput, nowMs: number): string {
  const broken = status.parts.filter(({ state }) => state === "down" || state === "impaired");
  const [first] = broken;
  if (first === undefined) {
    const awaited = status.parts.filter(({ state }) => state === "starting")
      .map(({ part }) => PART_NAMES[part].toLowerCase());
    return awaited.length === 0
      ? "Everything works."
      : `Everything that is there works; still to come: ${awaited.join(", ")}.`;
  }
  if (first.part === "database") {
    return `The database does not answer${
      sinceWords(first, nowMs)
    }. Pages show what they still know.`;
  }
  if (broken.length === 1) {
    const name = PART_NAMES[first.part];
    return `${name}: ${STATE_WORDS[first.state]}${
      sinceWords(first, nowMs)
    }. Everything else works.`;
  }
  const names = broken.map(({ part }) => PART_NAMES[part].toLowerCase());
  const oldest = broken.filter(({ since }) => since !== null)
    .toSorted((left, right) => left.since! < right.since! ? -1 : 1)[0];
  const since = oldest === undefined
    ? ""
    : ` The longest: ${PART_NAMES[oldest.part].toLowerCase()}${sinceWords(oldest, nowMs)}.`;
  return `${broken.length} of ${status.parts.length} parts do not work as they should: ` +
    `${names.join(", ")}.${since}`;
}

/** ` since 21 Nov 2026, 10:00 UTC (2 h)`, or nothing where it is not known. */
export function sinceWords({ since }: Pick<PartOutput, "since">, nowMs: number): string {
  if (since === null) return "";
  const sinceMs = Date.parse(since);
  return ` since ${formatTime(sinceMs)} (${formatAge(Math.max(0, nowMs - sinceMs))})`;
}

/** How many of the known hours were done in time, in words. */
export function hoursWords(hours: readonly HourState[]): string {
  const known = hours.filter((hour) => hour !== "none").length;
  if (known === 0) return "No hour is known yet.";
  const done = hours.filter((hour) => hour === "done").length;
  const word = known === 1 ? "hour" : "hours";
  if (done === known) return `${known === 1 ? "The" : "All"} ${known} ${word} in time.`;
  return `${done} of ${known} ${word} in time.`;
}

/** The hours that were not done in time, the newest first. */
export function troubles(
  history: StatusOutput["history"],
  span: number,
): { title: string; atMs: number; state: HourState }[] {
  return history.flatMap(({ title, from, hours }) => {
    const fromMs = Date.parse(from);
    return hours.flatMap((state, place) => {
      const isShown = place >= hours.length - span && state !== "done" && state !== "none";
      return isShown ? [{ title, atMs: fromMs + place * HOUR_MS, state }] : [];
    });
  }).toSorted((left, right) => right.atMs - left.atMs);
}

const HOUR_MS = 3_600_000;
