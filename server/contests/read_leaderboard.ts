import { CoinAmount, type ContestDay, readContestScores } from "../../db/mod.ts";
import { meanScore } from "../../ml/scoring/mean_score.ts";
import type { RequestContext } from "../context.ts";
import { readShared } from "../predictions/record_cache.ts";
import { shownNames } from "../privacy/shown_names.ts";
import type { ContestKind, Leaderboard } from "./schema.ts";

const DAY_MS = 86_400_000;
/** With fewer days of settled rounds an interval is wider than any skill. */
const DAYS_NEEDED = 20;

type Row = Leaderboard["rows"][number];

/**
 * People, the model and the crowd by their mean score, with how sure that is; those of whom too
 * little is known come last. All are scored by the same rule; only people have stakes.
 */
export async function readLeaderboard(
  ctx: RequestContext,
  input: {
    readonly kind?: ContestKind | undefined;
    readonly symbol?: string | undefined;
    readonly days: number;
  },
): Promise<Leaderboard> {
  const { app } = ctx;
  const { kind, symbol, days } = input;
  const scores = await readShared(
    app,
    `leaderboard ${kind} ${symbol} ${days}`,
    () =>
      readContestScores(app.db, {
        fromMs: app.now() - days * DAY_MS,
        ...(kind !== undefined && { kind }),
        ...(symbol !== undefined && { symbol }),
      }),
  );
  const groups = Map.groupBy(scores, ({ who, userId }) => `${who} ${userId}`);
  const people = scores.filter(({ who }) => who === "person").map(({ userId }) => userId);
  const nameOf = await shownNames(ctx, [...new Set(people)]);
  const rows = [...groups.values()].map((group) => toRow(group, nameOf)).sort(byScore);
  return { rows, days_needed: DAYS_NEEDED, simulated: await app.simulated() };
}

function toRow(days: readonly ContestDay[], nameOf: (userId: string) => string): Row {
  const { who, userId } = days[0]!;
  const beside = days.filter((day) => day.besideModel > 0);
  const sum = (field: "staked" | "profit") =>
    who !== "person"
      ? null
      : days.reduce((total, day) => total.plus(day[field]), new CoinAmount(0)).toFixed();
  return {
    who,
    name: who === "person" ? nameOf(userId) : who,
    rounds: days.reduce((count, day) => count + day.rounds, 0),
    days: days.length,
    score: meanScore(days.map(({ rounds, score }) => ({ count: rounds, sum: score })))!,
    ahead_of_model: meanScore(
      beside.map((day) => ({ count: day.besideModel, sum: day.ahead })),
    ),
    staked: sum("staked"),
    profit: sum("profit"),
    enough: days.length >= DAYS_NEEDED,
  };
}

function byScore(one: Row, other: Row): number {
  return Number(other.enough) - Number(one.enough) || other.score.mean - one.score.mean ||
    one.name.localeCompare(other.name);
}
