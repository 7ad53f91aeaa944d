import { latestReconciliation, readCoinTotals, totalOf } from "../../db/mod.ts";
import { readChainHead } from "../../db/ledger/read_proof.ts";
import type { App } from "../context.ts";
import { readCoolDownMs } from "./cool_down.ts";
import type { CoinSummary } from "./schema.ts";
import { isoTime } from "./views.ts";

const HOUR_MS = 3_600_000;

/** Where all coins are, whether they are all there, and the rules of today. */
export async function readSummary(app: App): Promise<CoinSummary> {
  const { config, db } = app;
  const [totals, coolDownMs, latest, head] = await Promise.all([
    readCoinTotals(db),
    readCoolDownMs(db),
    latestReconciliation(db),
    readChainHead(db),
  ]);
  return {
    initial_supply: totals.initialSupply,
    system: totalOf(totals.system, totals.fees),
    fees: totals.fees,
    available: totals.available,
    staked: totals.staked,
    cooling: totals.cooling,
    forecast_stakes: totals.forecastStakes,
    burned: totals.burned,
    total: totals.total,
    holds: totals.total === totals.initialSupply,
    people: totals.people,
    fee_percent: config.transactionFeePercent,
    minimum: config.minTransactionAmount,
    maximum: config.maxTransactionAmount,
    cool_down_hours: coolDownMs / HOUR_MS,
    reconciliation: latest === null ? null : {
      at: isoTime(latest.finishedAtMs),
      ok: latest.ok,
      checked: latest.entries,
      first_wrong: latest.firstWrong,
    },
    chain_head: head,
  };
}
