import type {
  ContestForecast,
  ContestRound,
  Leaderboard,
  MyStakes,
  Stake,
  StakePreview,
} from "../../../server/contests/schema.ts";
import { addAmounts, formatCoins, formatSigned } from "../../lib/amount.ts";
import {
  formatAge,
  formatCount,
  formatPrice,
  formatRange,
  formatShare,
  UNKNOWN,
} from "../../lib/format.ts";

const NBSP = "\u00a0";

/** What a forecast says, in a few words. */
export function forecastWords({ probability_up, quantiles }: ContestForecast): string {
  if (quantiles === null) return `Up with ${formatShare(probability_up)}`;
  const [low, high] = formatRange(quantiles.q05, quantiles.q95);
  return `${formatPrice(quantiles.q50)}, 9 of 10 times ${low} to ${high}`;
}

/** A score with three decimals. */
export function formatScore(score: number | null): string {
  return score === null ? UNKNOWN : score.toFixed(3);
}

/** How a round stands or how it ended. */
export function roundWords(round: ContestRound, nowMs: number): string {
  switch (round.state) {
    case "open":
      return `Open, closes in ${formatAge(Date.parse(round.closes_at) - nowMs)}`;
    case "closed": {
      const left = Date.parse(round.target_time) - nowMs;
      return left > 0 ? `Closed, decided in ${formatAge(left)}` : "Waiting for the final price";
    }
    case "void":
      return `Void: ${round.reason}`;
    case "settled": {
      if (round.actual_price === null || round.reference_price === null) return "Settled";
      const moved = round.actual_price > round.reference_price
        ? "rose"
        : round.actual_price < round.reference_price
        ? "fell"
        : "did not change";
      const price = formatPrice(round.actual_price);
      return `Settled at ${price}: it ${moved} from ${formatPrice(round.reference_price)}`;
    }
  }
}

/** What one stake brought. */
export function resultWords(stake: Stake): string {
  if (stake.state === "void") return "Came back whole";
  if (stake.profit === null) return "Not yet";
  if (stake.stakes === 1) return "Came back whole: nobody else had staked";
  return `${formatSigned(stake.profit)}${NBSP}TBC`;
}

/** What could be won or lost, before anything is confirmed. */
export function previewWords(preview: StakePreview, amount: string): string {
  if (preview.others.stakes === 0) {
    return `Nobody else has staked in this round. If it stays so, ${
      formatCoins(amount)
    } come back; ` +
      `with others it can be anything from 0 to ${formatCoins(preview.most_ever)}.`;
  }
  const { least, most } = preview.payout;
  const people = preview.others.stakes === 1 ? "1 other" : `${preview.others.stakes} others`;
  return `With the pool as it is now, ${formatCoins(least)} come back at worst and ` +
    `${formatCoins(most)} at best, from ${people} with ${formatCoins(preview.others.pool)}. ` +
    `However it grows, never more than ${formatCoins(preview.most_ever)}.`;
}

/** One sentence on one's own stakes. */
export function mineFinding(mine: MyStakes): string {
  const { stakes } = mine;
  if (stakes.length === 0) return "You have not staked on a forecast yet.";
  const waiting = stakes.filter((one) => one.state === "open" || one.state === "closed");
  const ended = stakes.filter((one) => one.state === "settled");
  const atStake = formatCoins(addAmounts(waiting.map((one) => one.amount)));
  const profit = addAmounts(ended.map((one) => one.profit ?? "0"));
  const brought = ended.length === 0
    ? "none is settled yet"
    : `${countOf(ended.length, "settled one")} brought ${formatSigned(profit)}${NBSP}TBC`;
  return `${countOf(waiting.length, "stake")} with ${atStake} ${
    waiting.length === 1 ? "waits" : "wait"
  } for an outcome; ${brought}.`;
}

function countOf(count: number, thing: string): string {
  return `${formatCount(count)} ${thing}${count === 1 ? "" : "s"}`;
}

type Row = Leaderboard["rows"][number];

/** Who a row is about. */
export function whoWords(row: Row, userId: string | null): string {
  if (row.who === "model") return "The model";
  if (row.who === "crowd") return "The crowd";
  if (row.name === "anonymous") return "Anonymous";
  return row.name === userId ? `${row.name} (you)` : row.name;
}

/** Whether skill can be told from luck. */
export function skillWords(row: Row, daysNeeded: number): string {
  if (!row.enough) {
    return `Too few days to tell skill from luck: ${row.days} of ${daysNeeded}`;
  }
  if (row.who === "model") return "The measure for the others";
  const ahead = row.ahead_of_model;
  if (ahead === null || ahead.low === null || ahead.high === null) {
    return "The model had no forecast in these rounds";
  }
  if (ahead.low > 0) return "Better than the model";
  return ahead.high < 0 ? "Worse than the model" : "Not to be told from the model";
}

/** What the leaderboard shows, in one sentence. */
export function leaderboardFinding(board: Leaderboard): string {
  const people = board.rows.filter((row) => row.who === "person");
  if (people.length === 0) return "No round with a stake has been settled yet.";
  const known = people.filter((row) => row.enough);
  if (known.length === 0) {
    return `Nobody has ${board.days_needed} days of settled rounds yet: who leads may be luck.`;
  }
  const better = known.filter((row) => (row.ahead_of_model?.low ?? 0) > 0);
  return `Of ${countOf(known.length, "person")} with enough days, ${better.length} ${
    better.length === 1 ? "is" : "are"
  } better than the model beyond chance.`.replace("persons", "people");
}
