import type { RecordRow, TrackRecord } from "../../../server/predictions/schema.ts";
import { formatCount, formatShare } from "../../lib/format.ts";

/** Below so many days a record says next to nothing, and the page says so. */
const FEW_DAYS = 30;

function naiveWords(row: RecordRow): string {
  if (row.pinball_percent === null || row.naive_pinball_percent === null) return "";
  const ratio = row.pinball_percent / row.naive_pinball_percent;
  if (!Number.isFinite(ratio)) return "";
  const percent = Math.abs(1 - ratio) * 100;
  if (percent < 0.05) return "as good as the naive forecast";
  return `${percent.toFixed(1)}\u00a0% ${ratio < 1 ? "better" : "worse"} than the naive forecast`;
}

/**
 * `Of 240 forecasts due, 89 % fell in the 90 % range; direction right 51 %; 0.3 % better than …`
 * The record of the naive forecast is not compared with itself.
 */
export function recordLine(row: RecordRow, of: TrackRecord["of"]): string {
  if (row.scored === 0) return "No forecast has come due yet.";
  const parts = [
    `Of ${formatCount(row.scored)} forecasts due, ${formatShare(row.coverage_90)} fell in the ` +
    "90\u00a0% range" +
    (of === "naive" || row.naive_coverage_90 === null
      ? ""
      : ` (naive ${formatShare(row.naive_coverage_90)})`),
    row.hit_rate === null
      ? "none stated a direction"
      : `direction right ${formatShare(row.hit_rate)}, a coin flip 50\u00a0%`,
    of === "naive" ? "" : naiveWords(row),
  ];
  return `${parts.filter((part) => part !== "").join("; ")}.`;
}

/** The record in one sentence, with what it is worth. */
export function recordFinding(record: TrackRecord): string {
  const { summary, scored_days: days } = record;
  if (summary.scored === 0) {
    return record.book.publications === 0
      ? "Nothing has been published yet, so nothing has come due."
      : `Forecasts are scored when their ${record.horizon_hours} hours are over; none is due yet.`;
  }
  const few = days < FEW_DAYS
    ? ` ${days} ${days === 1 ? "day says" : "days say"} next to nothing yet.`
    : "";
  return `${recordLine(summary, record.of)}${few}`;
}

/** What to know before reading on; null where the figures are a model's own. */
export function ownerWords(record: TrackRecord): string | null {
  if (record.of === "model" || record.summary.scored === 0) return null;
  return "No forecast of a trained model has come due yet: these are the naive forecasts, kept " +
    "in the same book.";
}

/** How one forecast ended, for a reader. */
export function outcomeWords(point: TrackRecord["series"][number], nowMs: number): string {
  if (point.unscorable_reason !== null) return `Cannot be scored: ${point.unscorable_reason}`;
  if (point.actual === null) {
    return Date.parse(point.target_time) > nowMs ? "Not due yet" : "Due, being scored";
  }
  const inside = point.actual >= point.q05 && point.actual <= point.q95;
  const direction = point.hit === null
    ? "no direction stated"
    : point.hit
    ? "direction right"
    : "direction wrong";
  return `${inside ? "Inside the 90\u00a0% range" : "Outside the 90\u00a0% range"}, ${direction}`;
}
