import type { ForecastModel } from "./baseline.ts";
import { coinFlip } from "./coin_flip.ts";
import { drift } from "./drift.ts";
import { ewma24h } from "./ewma_24h.ts";
import { ewmaVolatility } from "./ewma_volatility.ts";
import { momentum24h } from "./momentum_24h.ts";
import { reversal24h } from "./reversal_24h.ts";
import { ridge } from "./ridge.ts";
import { seasonal24h } from "./seasonal_24h.ts";
import { zero } from "./zero.ts";

/** What every network is compared with, in the order of the table. */
export const BASELINES: readonly ForecastModel[] = [
  zero,
  drift,
  seasonal24h,
  momentum24h,
  reversal24h,
  ewmaVolatility,
  ewma24h,
  ridge,
  coinFlip,
];
