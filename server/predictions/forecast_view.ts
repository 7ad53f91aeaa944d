import type { Publication, PublishedModel, StoredPrediction } from "../../db/mod.ts";
import type { z } from "zod";
import type { Prediction, servedModelSchema } from "./schema.ts";

const HOUR_MS = 3_600_000;

/** Forecasts are made every hour; after two the newest ones have missed at least one. */
export const STALE_AFTER_MS = 2 * HOUR_MS;

/** A stored forecast as it is served. */
export function toPrediction(row: StoredPrediction): Prediction {
  return {
    symbol: row.symbol,
    name: row.name,
    current_price: row.close,
    predicted_price: row.q50,
    predicted_change_percent: (row.q50 / row.close - 1) * 100,
    confidence: row.confidence,
    lower: row.q05,
    upper: row.q95,
    lower_50: row.q25,
    upper_50: row.q75,
    lower_80: row.q10,
    upper_80: row.q90,
    probability_up: row.probabilityUp,
    called: row.called,
    call_reason: row.callReason,
  };
}

/** The model behind a publication; the naive forecast has a name, but was never trained. */
export function toServedModel(
  publication: Publication,
  model: PublishedModel | null,
): z.infer<typeof servedModelSchema> {
  if (model === null) {
    return { id: publication.modelId ?? "naive", type: "NAIVE", trained_at: null };
  }
  return { id: model.id, type: model.type, trained_at: new Date(model.trainedAtMs).toISOString() };
}

/** Whether forecasts made at `madeAtMs` are too old to be called current. */
export function isStale(madeAtMs: number, nowMs: number): boolean {
  return nowMs - madeAtMs > STALE_AFTER_MS;
}
