import { useNavigate } from "@solidjs/router";
import { Show } from "solid-js";
import type { MyStakes as Mine, Stake } from "../../../server/contests/schema.ts";
import { formatAmount } from "../../lib/amount.ts";
import { formatTime } from "../../lib/format.ts";
import { type Column, DataTable } from "../../ui/DataTable.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { forecastWords, formatScore, resultWords, roundWords } from "./contest_words.ts";

/** One's own stakes, open and ended; a row opens the receipt of its last transaction. */
export function MyStakes(props: { mine: Mine; nowMs: number }) {
  const navigate = useNavigate();
  return (
    <Show when={props.mine.stakes.length > 0} fallback={<None />}>
      <DataTable
        caption="Your stakes"
        fileName="forecast-stakes"
        columns={columns(() => props.nowMs)}
        rows={props.mine.stakes}
        initialOrder={{ column: "target", descending: true }}
        rowLink={(row) => `/transactions/${row.settlement_id ?? row.transaction_id}`}
        onOpen={navigate}
        empty="No stakes."
      />
    </Show>
  );
}

function None() {
  return (
    <EmptyState title="No stakes yet">
      State a forecast under "Stake", with as many coins behind it as you like. It stands here until
      its hour has come, and stays here with its score.
    </EmptyState>
  );
}

function columns(nowMs: () => number): readonly Column<Stake>[] {
  return [
    { id: "coin", label: "Coin", value: (row) => row.symbol },
    {
      id: "target",
      label: "For",
      value: (row) => row.target_time,
      cell: (row) => formatTime(Date.parse(row.target_time)),
    },
    { id: "forecast", label: "Forecast", value: (row) => forecastWords(row.forecast) },
    {
      id: "amount",
      label: "Stake, TBC",
      numeric: true,
      value: (row) => Number(row.amount),
      cell: (row) => formatAmount(row.amount),
    },
    {
      id: "result",
      label: "Result",
      numeric: true,
      value: (row) => row.profit === null ? null : Number(row.profit),
      cell: (row) => resultWords(row),
    },
    {
      id: "state",
      label: "State",
      value: (row) => row.state,
      cell: (row) => <span class="wrap-cell">{roundWords(row, nowMs())}</span>,
    },
    {
      id: "score",
      label: "Score",
      numeric: true,
      hint: "0 to 1, higher is better",
      value: (row) => row.score,
      cell: (row) => formatScore(row.score),
    },
    {
      id: "model",
      label: "Model's",
      numeric: true,
      hint: "The model's score in the same round",
      value: (row) => row.model_score,
      cell: (row) => formatScore(row.model_score),
    },
  ];
}
