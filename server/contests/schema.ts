import { z } from "zod";
import { amountInput } from "../coins/amount.ts";
import { dryRun } from "../coins/schema.ts";
import { userId } from "../auth/user_id.ts";

const symbol = z.string().trim().toUpperCase().regex(/^[A-Z0-9]{1,20}$/, {
  error: "A coin is 1 to 20 letters or digits, for instance BTC.",
});
/** `direction`: the probability that the price rises. `distribution`: its quantiles. */
const kind = z.enum(["direction", "distribution"]);
export type ContestKind = z.infer<typeof kind>;

const price = z.number().positive().finite();
const page = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** The last id of the page before. */
  before: z.coerce.number().int().positive().optional(),
};

/** Prices at 5, 25, 50, 75 and 95 %, in USD. */
const quantiles = z.object({
  q05: z.number(),
  q25: z.number(),
  q50: z.number(),
  q75: z.number(),
  q95: z.number(),
});
/** What somebody says of a price: one of the two, by the kind of the round. */
const forecast = z.object({
  probability_up: z.number().nullable(),
  quantiles: quantiles.nullable(),
});
export type ContestForecast = z.infer<typeof forecast>;

/** Stakes of everybody in a round; `pool` is an exact decimal. */
const pool = z.object({ stakes: z.number(), pool: z.string() });

export const openInput = z.object({
  /** With a coin, what its misses are measured with is said too. */
  symbol: symbol.optional(),
});
export const openOutput = z.object({
  /** Entries are taken before this hour; directions are measured from the price at it. */
  closes_at: z.string(),
  /** The hour that is forecast. */
  target_time: z.string(),
  minimum_amount: z.string(),
  maximum_amount: z.string(),
  coins: z.array(z.object({
    symbol: z.string(),
    name: z.string(),
    price: z.number(),
    direction: pool,
    distribution: pool,
    /** The newest published forecast, made at most an hour before entries close. */
    model: z.object({
      model_id: z.string().nullable(),
      made_at: z.string(),
      probability_up: z.number(),
      quantiles,
    }).nullable(),
  })),
  /** The coin that was asked for; null without one, or where `not_open` says why. */
  scale: z.object({
    symbol: z.string(),
    anchor: z.number(),
    /** Nine of ten days it moved less than this. */
    usual_move_percent: z.number(),
    /** Prices beyond count as these. */
    low: z.number(),
    high: z.number(),
  }).nullable(),
  not_open: z.string().nullable(),
  simulated: z.boolean(),
});
export type OpenContests = z.infer<typeof openOutput>;

export const placeInput = z.object({
  user_id: userId,
  symbol,
  kind,
  amount: amountInput,
  /** Of a direction: the probability that the price at the target hour is above that at closing. */
  probability_up: z.number().min(0).max(1).optional(),
  /** Of a distribution: its median and the ends of its 90 % range. */
  q05: price.optional(),
  q50: price.optional(),
  q95: price.optional(),
  /** Its quartiles; without them each half is taken for half a normal distribution of log prices. */
  q25: price.optional(),
  q75: price.optional(),
  /** The hour that is meant: refused where entries for it are closed. Default: the one that is open. */
  target_time: z.iso.datetime({ offset: true }).optional(),
  /** True: nothing is staked; says what would happen. */
  dry_run: dryRun,
});
export type PlaceStake = z.infer<typeof placeInput>;

const stakeState = z.enum(["open", "closed", "settled", "void"]);

const roundFields = {
  round_id: z.number(),
  symbol: z.string(),
  name: z.string(),
  kind,
  closes_at: z.string(),
  target_time: z.string(),
  /** `open` until entries close, then `closed` until the price is final. */
  state: stakeState,
  stakes: z.number(),
  pool: z.string(),
  /** Close at `closes_at` and at `target_time`, with the source of each candle; null until settled. */
  reference_price: z.number().nullable(),
  reference_source: z.string().nullable(),
  actual_price: z.number().nullable(),
  actual_source: z.string().nullable(),
  /** Why it is void. */
  reason: z.string().nullable(),
  /** All forecasts weighted by stake, once entries are closed; null while fewer than two. */
  crowd: forecast.nullable(),
  crowd_score: z.number().nullable(),
  /** What the model had sealed at `closes_at`; null until settled, or where there was nothing. */
  model: forecast.nullable(),
  model_score: z.number().nullable(),
  model_id: z.string().nullable(),
  settled_at: z.string().nullable(),
};

export const stakeSchema = z.object({
  ...roundFields,
  stake_id: z.number(),
  user_id: z.string(),
  amount: z.string(),
  forecast,
  made_at: z.string(),
  /** The transaction that moved the stake. */
  transaction_id: z.string(),
  /** The transaction that paid it out. */
  settlement_id: z.string().nullable(),
  score: z.number().nullable(),
  payout: z.string().nullable(),
  /** Payout less stake; below zero with a sign. */
  profit: z.string().nullable(),
});
export type Stake = z.infer<typeof stakeSchema>;

const problem = z.object({ code: z.string(), message: z.string() });
export const previewSchema = z.object({
  would_succeed: z.boolean(),
  problems: z.array(problem),
  forecast,
  closes_at: z.string(),
  target_time: z.string(),
  /** What the others have staked so far. */
  others: pool,
  /** The lowest and highest score that this forecast can get. */
  score: z.object({ lowest: z.number(), highest: z.number() }),
  /** Payout if it does its worst and the others their best, and the other way round, with this pool. */
  payout: z.object({ least: z.string(), most: z.string() }),
  /** The most that can come back however the pool grows: twice the stake. */
  most_ever: z.string(),
  /** Available afterwards; null where it would not succeed. */
  balance_after: z.string().nullable(),
});
export type StakePreview = z.infer<typeof previewSchema>;

/** Exactly one of the two, by `dry_run`. */
export const placeOutput = z.object({
  dry_run: z.boolean(),
  stake: stakeSchema.nullable(),
  preview: previewSchema.nullable(),
});
export type PlaceAnswer = z.infer<typeof placeOutput>;

export const mineInput = z.object({ user_id: userId, ...page });
export const mineOutput = z.object({
  stakes: z.array(stakeSchema),
  /** `before` of the next page; null on the last. */
  next: z.number().nullable(),
  simulated: z.boolean(),
});
export type MyStakes = z.infer<typeof mineOutput>;

const roundSchema = z.object(roundFields);
export type ContestRound = z.infer<typeof roundSchema>;

export const roundsInput = z.object({ symbol: symbol.optional(), kind: kind.optional(), ...page });
export const roundsOutput = z.object({
  rounds: z.array(roundSchema),
  next: z.number().nullable(),
  simulated: z.boolean(),
});

export const roundInput = z.object({ round_id: z.coerce.number().int().positive() });
export const roundOutput = roundSchema.extend({
  /** Every stake, once entries are closed: nobody can copy what is still open. */
  entries: z.array(z.object({
    user_id: z.string(),
    amount: z.string(),
    forecast,
    score: z.number().nullable(),
    payout: z.string().nullable(),
  })),
  simulated: z.boolean(),
});
export type ContestRoundDetails = z.infer<typeof roundOutput>;

const interval = z.object({
  mean: z.number(),
  /** Ends of the 95 % interval; null on fewer than two days. */
  low: z.number().nullable(),
  high: z.number().nullable(),
});
export const leaderboardInput = z.object({
  kind: kind.optional(),
  symbol: symbol.optional(),
  days: z.coerce.number().int().min(1).max(3650).default(365),
});
export const leaderboardOutput = z.object({
  rows: z.array(z.object({
    who: z.enum(["person", "model", "crowd"]),
    /** User id, `anonymous` without its consent; `model` and `crowd` for the others. */
    name: z.string(),
    rounds: z.number(),
    /** UTC days with a settled round: what the interval counts. */
    days: z.number(),
    score: interval,
    /** By how much it was ahead of the model in the same rounds; null where there were none. */
    ahead_of_model: interval.nullable(),
    staked: z.string().nullable(),
    profit: z.string().nullable(),
    /** Skill cannot be told from luck on fewer than `days_needed` days. */
    enough: z.boolean(),
  })),
  days_needed: z.number(),
  simulated: z.boolean(),
});
export type Leaderboard = z.infer<typeof leaderboardOutput>;
