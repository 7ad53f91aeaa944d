/**
 * What a number of a fact measures; a percent sign or a currency in an answer must agree with it.
 * `wording` is a number of the sentence itself, as in "9 times out of 10": it may be repeated, and there
 * is nothing to look up.
 */
export type FactUnit =
  | "usd"
  | "percent"
  | "probability"
  | "tbc"
  | "days"
  | "count"
  | "index"
  | "wording";

/** A number that an answer may state, exactly or rounded. */
export interface FactNumber {
  readonly value: number;
  readonly unit: FactUnit;
}

/** Where a fact comes from, and the page that shows it. */
export interface FactSource {
  /** For instance `Published forecasts`. */
  readonly title: string;
  /** A path of the dashboard: `/coin/BTC`. */
  readonly href: string;
  /** The time up to which it holds, milliseconds since the epoch. */
  readonly asOfMs: number;
}

/** One thing the answer may rest on: what the model is told, and what the reader can look up. */
export interface Fact {
  /** Short and unique in one answer: `f1`. */
  readonly id: string;
  /** One compact sentence with every number that the fact has. */
  readonly text: string;
  readonly numbers: readonly FactNumber[];
  /** Names under which an answer may speak of it: `["BTC", "Bitcoin"]`; none for the whole market. */
  readonly subjects: readonly string[];
  readonly source: FactSource;
}
