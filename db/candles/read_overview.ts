import type { Sql } from "../database.ts";
import type { RankedBy } from "./cryptocurrencies.ts";

/** A tracked coin as the market overview shows it; closes are `null` where that hour is missing. */
export interface OverviewRow {
  readonly symbol: string;
  readonly name: string;
  readonly rank: number | null;
  readonly rankedBy: RankedBy | null;
  readonly circulatingSupply: number | null;
  /** Latest price × circulating supply; `null` where the supply is unknown. */
  readonly marketCap: number | null;
  /** Newest candle, provisional or closed. */
  readonly price: number;
  readonly openTimeMs: number;
  readonly isClosed: boolean;
  /** Open time of the newest closed candle. */
  readonly closedTimeMs: number | null;
  /** Closes 1, 24 and 168 hours before the newest candle. */
  readonly close1h: number | null;
  readonly close24h: number | null;
  readonly close7d: number | null;
  /** Sum over the newest 24 hours; `null` where no hour has one. */
  readonly quoteVolume24h: number | null;
  /** Close of every fourth hour of the last seven days, oldest first. */
  readonly sparkline: number[];
  /** Provenance of the newest candle. */
  readonly source: string;
}

/** The tracked coins that have candles, by rank, in one query. */
export function readOverview(_db: Sql): Promise<OverviewRow[]> {
  return Promise.reject(new Error("Not written yet."));
}
