/** A direction with its probability, or a whole distribution. */
export type ContestKind = "direction" | "distribution";

/** Prices at 5, 25, 50, 75 and 95 %, ascending, in USD. */
export type StatedQuantiles = readonly [number, number, number, number, number];

/** What somebody says of a price: one of the two, by the kind of the round. */
export interface StatedForecast {
  readonly probabilityUp: number | null;
  readonly quantiles: StatedQuantiles | null;
}

/** One coin, one hour and one kind of forecast. */
export interface ContestRound {
  readonly id: number;
  readonly symbol: string;
  readonly name: string;
  readonly kind: ContestKind;
  readonly openedAtMs: number;
  /** Entries are taken before this; the price at it is what a direction is measured from. */
  readonly closesAtMs: number;
  /** The hour that is forecast, 24 h after `closesAtMs`. */
  readonly targetAtMs: number;
  /** Price that misses of a distribution are measured from. */
  readonly anchor: number;
  /** What they are measured in: a logarithm. */
  readonly usualMove: number;
}

/** One person's forecast and what is staked on it; amounts are exact decimals. */
export interface ContestStake extends StatedForecast {
  readonly id: number;
  readonly userId: string;
  readonly amount: string;
  readonly transactionId: string;
  readonly madeAtMs: number;
  /** Null until the round is settled, and where it is void. */
  readonly score: number | null;
  /** Null until the round is settled or void. */
  readonly payout: string | null;
  /** The transaction that paid it; null until then. */
  readonly settlementId: string | null;
}

/** What the model had sealed when entries closed; `modelId` null: the naive forecast. */
export interface SealedForecast extends StatedForecast {
  readonly publicationId: number;
  readonly modelId: string | null;
}

/** A price and the source of the candle that it is the close of. */
export interface SourcedPrice {
  readonly price: string;
  readonly source: string;
}

/** How a round ended. */
export interface ContestSettlement {
  readonly outcome: "settled" | "void";
  /** Why it is void. */
  readonly reason: string | null;
  readonly referencePrice: number | null;
  readonly referenceSource: string | null;
  readonly actualPrice: number | null;
  readonly actualSource: string | null;
  readonly crowd: StatedForecast | null;
  readonly crowdScore: number | null;
  readonly model: StatedForecast | null;
  readonly modelScore: number | null;
  readonly modelId: string | null;
  readonly settledAtMs: number;
}

/** A round with its pool and how it ended, if it has. */
export interface ContestRoundState {
  readonly round: ContestRound;
  readonly stakes: number;
  readonly pool: string;
  readonly settlement: ContestSettlement | null;
}
