import type { ContestRound, Leaderboard } from "../../../server/contests/schema.ts";
import { formatAmount, formatSigned } from "../../lib/amount.ts";
import { formatTime, UNKNOWN } from "../../lib/format.ts";
import { type Column, DataTable } from "../../ui/DataTable.tsx";
import { formatScore, roundWords, skillWords, whoWords } from "./contest_words.ts";

type Row = Leaderboard["rows"][number];

/** People, the model and the crowd, scored by one rule. */
export function LeaderboardTable(props: { board: Leaderboard; userId: string | null }) {
  return (
    <DataTable
      caption="Leaderboard"
      fileName="leaderboard"
      columns={boardColumns(props.userId, props.board.days_needed)}
      rows={props.board.rows}
      initialOrder={{ column: "score", descending: true }}
      empty="No round with a stake has been settled yet. The first one is a day after the first stake."
    />
  );
}

function boardColumns(userId: string | null, needed: number): readonly Column<Row>[] {
  return [
    { id: "who", label: "Who", value: (row) => whoWords(row, userId) },
    {
      id: "score",
      label: "Mean score",
      numeric: true,
      hint: "0 to 1, higher is better; below it the 95 % interval",
      value: (row) => row.score.mean,
      cell: (row) => (
        <span class="figure-cell">
          {formatScore(row.score.mean)}
          <small class="muted">
            {row.score.low === null
              ? "interval unknown"
              : `${formatScore(row.score.low)} to ${formatScore(row.score.high)}`}
          </small>
        </span>
      ),
    },
    { id: "rounds", label: "Rounds", numeric: true, value: (row) => row.rounds },
    { id: "days", label: "Days", numeric: true, value: (row) => row.days },
    {
      id: "ahead",
      label: "Ahead of model",
      numeric: true,
      hint: "Mean difference of the scores in the same rounds",
      value: (row) => row.ahead_of_model?.mean ?? null,
      cell: (row) => row.who === "model" ? UNKNOWN : signed(row.ahead_of_model?.mean),
    },
    {
      id: "profit",
      label: "Profit, TBC",
      numeric: true,
      value: (row) => row.profit === null ? null : Number(row.profit),
      cell: (row) => row.profit === null ? "no stake" : formatSigned(row.profit),
    },
    {
      id: "skill",
      label: "Skill or luck",
      value: (row) => skillWords(row, needed),
      cell: (row) => <span class="wrap-cell">{skillWords(row, needed)}</span>,
    },
  ];
}

function signed(value: number | undefined): string {
  if (value === undefined) return UNKNOWN;
  return `${value > 0 ? "+" : value < 0 ? "\u2212" : ""}${Math.abs(value).toFixed(3)}`;
}

/** Rounds on which somebody staked, newest first. */
export function RoundsTable(props: { rounds: readonly ContestRound[]; nowMs: number }) {
  return (
    <DataTable
      caption="Rounds"
      fileName="forecast-rounds"
      columns={roundColumns(() => props.nowMs)}
      rows={props.rounds}
      initialOrder={{ column: "target", descending: true }}
      empty="Nobody has staked on a forecast yet."
    />
  );
}

function roundColumns(nowMs: () => number): readonly Column<ContestRound>[] {
  return [
    { id: "coin", label: "Coin", value: (row) => row.symbol },
    {
      id: "target",
      label: "For",
      value: (row) => row.target_time,
      cell: (row) => formatTime(Date.parse(row.target_time)),
    },
    { id: "kind", label: "Kind", value: (row) => row.kind },
    { id: "stakes", label: "Stakes", numeric: true, value: (row) => row.stakes },
    {
      id: "pool",
      label: "Pool, TBC",
      numeric: true,
      value: (row) => Number(row.pool),
      cell: (row) => formatAmount(row.pool),
    },
    {
      id: "state",
      label: "State",
      value: (row) => row.state,
      cell: (row) => <span class="wrap-cell">{roundWords(row, nowMs())}</span>,
    },
    {
      id: "crowd",
      label: "Crowd",
      numeric: true,
      hint: "Score of all forecasts weighted by stake",
      value: (row) => row.crowd_score,
      cell: (row) => formatScore(row.crowd_score),
    },
    {
      id: "model",
      label: "Model",
      numeric: true,
      hint: "Score of the forecast that was sealed when entries closed",
      value: (row) => row.model_score,
      cell: (row) => formatScore(row.model_score),
    },
    {
      id: "source",
      label: "Price from",
      hint: "Source of the candle that decided",
      value: (row) => row.actual_source,
    },
  ];
}
