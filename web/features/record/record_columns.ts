import type { RecordRow } from "../../../server/predictions/schema.ts";
import { formatCount, formatShare, UNKNOWN } from "../../lib/format.ts";
import type { Column } from "../../ui/DataTable.tsx";

const percent = (value: number | null) => value === null ? UNKNOWN : `${value.toFixed(3)}\u00a0%`;

function count(id: "scored" | "hits" | "misses" | "unscorable", label: string, hint: string) {
  return {
    id,
    label,
    hint,
    numeric: true,
    value: (row: RecordRow) => row[id],
    cell: (row: RecordRow) => formatCount(row[id]),
  };
}

type ShareId = "hit_rate" | "coverage_50" | "coverage_80" | "coverage_90" | "naive_coverage_90";

function share(id: ShareId, label: string, hint: string) {
  return {
    id,
    label,
    hint,
    numeric: true,
    value: (row: RecordRow) => row[id],
    cell: (row: RecordRow) => formatShare(row[id]),
  };
}

type PercentId =
  | "error_percent"
  | "naive_error_percent"
  | "pinball_percent"
  | "naive_pinball_percent"
  | "winkler_90_percent"
  | "naive_winkler_90_percent";

function figure(id: PercentId, label: string, hint: string) {
  return {
    id,
    label,
    hint,
    numeric: true,
    value: (row: RecordRow) => row[id],
    cell: (row: RecordRow) => percent(row[id]),
  };
}

/** What every table of the record shows: hits and misses alike, the naive forecast beside. */
export const RECORD_COLUMNS: readonly Column<RecordRow>[] = [
  count("scored", "Scored", "Forecasts whose hour is over and whose outcome is known"),
  count("hits", "Hits", "The direction of the median came true"),
  count("misses", "Misses", "The direction of the median did not come true"),
  share("hit_rate", "Right", "Hits of all that stated a direction; 50 % is a coin flip"),
  share("coverage_50", "In 50 %", "Outcomes inside the 50 % range; 50 % is promised"),
  share("coverage_80", "In 80 %", "Outcomes inside the 80 % range; 80 % is promised"),
  share("coverage_90", "In 90 %", "Outcomes inside the 90 % range; 90 % is promised"),
  share("naive_coverage_90", "Naive 90 %", "Outcomes inside the naive 90 % range"),
  figure("error_percent", "Error", "Mean distance of the median from the outcome, of the price"),
  figure("naive_error_percent", "Naive error", "The same of the naive forecast"),
  figure("pinball_percent", "Loss", "Mean pinball loss over the quantiles; lower is better"),
  figure("naive_pinball_percent", "Naive loss", "The same of the naive forecast"),
  figure("winkler_90_percent", "Winkler", "Width of the 90 % range plus a fine for each miss"),
  figure("naive_winkler_90_percent", "Naive Winkler", "The same of the naive forecast"),
  count("unscorable", "Unscorable", "Their candle is missing for good"),
];

/** Columns that the reader has to ask for. */
export const QUIET_COLUMNS: readonly string[] = [
  "error_percent",
  "naive_error_percent",
  "winkler_90_percent",
  "naive_winkler_90_percent",
  "unscorable",
];
