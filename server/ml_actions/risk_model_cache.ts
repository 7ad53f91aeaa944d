import { type Database, latestRiskModel } from "../../db/mod.ts";
import type { RiskModel } from "../../ml/risk/risk_model.ts";
import { restoreModel } from "../../ml/risk/stored_model.ts";
import type { Logger } from "../log.ts";
import { createShortCache } from "../short_cache.ts";

/** The model that transfers are judged by. */
export interface HeldRiskModel {
  readonly id: string;
  readonly model: RiskModel;
}

/** A new model comes once a night: it is looked for this often. */
const FRESH_MS = 60_000;

/** The newest risk model, kept in memory; null while there is none that can be used. */
export function createRiskModelCache(
  { db, log, now }: { readonly db: Database; readonly log: Logger; now(): number },
): () => Promise<HeldRiskModel | null> {
  let held: HeldRiskModel & { readonly row: string } | null = null;
  return createShortCache(async () => {
    const row = await latestRiskModel(db, { unlessId: held?.row });
    if (row === null) return held;
    try {
      held = { id: `risk-${row.id}`, row: row.id, model: await restoreModel(row) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.error(`The newest risk model is not used: ${reason}`, { model: row.id });
    }
    return held;
  }, { freshMs: FRESH_MS, now });
}
