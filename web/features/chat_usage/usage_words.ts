import type { ChatUsage } from "../../../server/chat/schema.ts";
import { formatCount, formatShare } from "../../lib/format.ts";
import type { Column } from "../../ui/DataTable.tsx";

type Day = ChatUsage["by_day"][number];

/** Small sums with as many places as they need: `$0.0027`. */
export function formatUsd(usd: number): string {
  const digits = usd !== 0 && Math.abs(usd) < 0.01 ? 4 : 2;
  return `$${usd.toFixed(digits)}`;
}

/** What the span was like, in one sentence. */
export function usageFinding(usage: ChatUsage): string {
  const { totals, days } = usage;
  if (totals.questions === 0) return `Nothing was asked in ${days} days.`;
  return `${formatCount(totals.questions)} questions in ${days} days, ` +
    `${formatShare(totals.rejection_rate)} refused; the language model cost ${
      formatUsd(totals.cost_usd)
    }.`;
}

function milliseconds(value: number | null): string | null {
  return value === null ? null : formatCount(Math.round(value));
}

export const dayColumns: readonly Column<Day>[] = [
  { id: "day", label: "Day", value: (row) => row.day },
  { id: "questions", label: "Questions", value: (row) => row.questions, numeric: true },
  { id: "topic", label: "Off the subject", value: (row) => row.refused_topic, numeric: true },
  { id: "personal", label: "Personal", value: (row) => row.refused_personal, numeric: true },
  { id: "in", label: "Tokens in", value: (row) => row.tokens_input, numeric: true },
  { id: "out", label: "Tokens out", value: (row) => row.tokens_output, numeric: true },
  { id: "cost", label: "Cost", value: (row) => formatUsd(row.cost_usd), numeric: true },
  { id: "median", label: "Median ms", value: (row) => milliseconds(row.median_ms), numeric: true },
  { id: "p95", label: "p95 ms", value: (row) => milliseconds(row.p95_ms), numeric: true },
  {
    id: "first",
    label: "First word ms",
    value: (row) => milliseconds(row.first_word_median_ms),
    numeric: true,
  },
  { id: "retries", label: "Retries", value: (row) => row.retries, numeric: true },
];
