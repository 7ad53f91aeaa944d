import type {
  ContestForecast,
  ContestKind,
  OpenContests,
  PlaceStake,
} from "../../../server/contests/schema.ts";
import { printUnits, readAmount } from "../../lib/amount.ts";
import { priceDecimals } from "../../lib/format.ts";

/** What stands in the form: texts as they were typed, the probability in percent. */
export interface StakeDraft {
  readonly percentUp: number;
  readonly median: string;
  readonly low: string;
  readonly high: string;
  readonly amount: string;
}

export type OpenCoin = OpenContests["coins"][number];

/** What is sent, without the person and the hour. */
export type StakeBody = Omit<PlaceStake, "user_id" | "target_time" | "dry_run">;

type Problems = Partial<Record<keyof StakeDraft, string>>;

/** The form read: what can be sent, or what is wrong with each field. */
export interface DraftReading {
  /** Undefined while something is missing or wrong. */
  readonly body: StakeBody | undefined;
  readonly problems: Readonly<Problems>;
}

/** The model's own words as a start: nobody has to look up prices to begin. */
export function draftFrom(coin: OpenCoin | undefined): StakeDraft {
  const said = coin?.model?.quantiles;
  const price = (value: number | undefined) =>
    value === undefined ? "" : value.toFixed(priceDecimals(value));
  return {
    percentUp: 50,
    median: price(said?.q50 ?? coin?.price),
    low: price(said?.q05),
    high: price(said?.q95),
    amount: "",
  };
}

/** Reads the form; fields of the other kind do not count. */
export function readDraft(symbol: string, kind: ContestKind, draft: StakeDraft): DraftReading {
  const amount = readAmount(draft.amount);
  const problems: Problems = {};
  if (amount.problem !== undefined) problems.amount = amount.problem;
  const prices = kind === "distribution" ? readPrices(draft, problems) : null;
  if (Object.keys(problems).length > 0) return { body: undefined, problems };
  const said = prices ?? { probability_up: draft.percentUp / 100 };
  return { body: { symbol, kind, amount: printUnits(amount.units!), ...said }, problems };
}

/** Where the quartiles of a normal distribution lie between its median and the ends of 90 %. */
const QUARTILE = 0.41006;

/** What the form says so far, with or without a stake; null while it says nothing that can be drawn. */
export function sayDraft(kind: ContestKind, draft: StakeDraft): ContestForecast | null {
  if (kind === "direction") return { probability_up: draft.percentUp / 100, quantiles: null };
  const problems: Problems = {};
  const { q05, q50, q95 } = readPrices(draft, problems);
  if (Object.keys(problems).length > 0) return null;
  const towards = (end: number) => q50 * (end / q50) ** QUARTILE;
  const quantiles = { q05, q25: towards(q05), q50, q75: towards(q95), q95 };
  return { probability_up: null, quantiles };
}

function readPrices(
  draft: StakeDraft,
  problems: Problems,
): { q05: number; q50: number; q95: number } {
  const read = (field: "median" | "low" | "high") => {
    const text = draft[field].trim().replace(/^\$/, "");
    const value = /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : NaN;
    if (!(value > 0)) problems[field] = "Enter a price such as 63412.5.";
    return value;
  };
  const [q05, q50, q95] = [read("low"), read("median"), read("high")];
  if (q05 > q50) problems.low = "The lower end is above the median.";
  if (q95 < q50) problems.high = "The upper end is below the median.";
  return { q05, q50, q95 };
}
