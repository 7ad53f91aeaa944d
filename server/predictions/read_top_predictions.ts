import type { PublishedForecasts, StoredPrediction } from "../../db/mod.ts";
import type { App } from "../context.ts";
import { isStale, toPrediction, toServedModel } from "./forecast_view.ts";
import type { Prediction, Top20 } from "./schema.ts";

/** Ranked once per publication; the key is the publication itself, so it goes when that goes. */
const ranked = new WeakMap<PublishedForecasts, Prediction[]>();

/**
 * The coins with the highest forecast change of the newest publication, best first; among equals the
 * larger coin. Before the first publication the list is empty.
 */
export async function readTopPredictions(
  app: App,
  input: { readonly limit: number },
): Promise<Top20> {
  const published = await app.publications.read();
  if (published === null) return await nothingYet(app);
  const { publication, model } = published;
  const predictions = rank(published).slice(0, input.limit);
  return {
    predictions,
    prediction_time: new Date(publication.madeAtMs).toISOString(),
    horizon_hours: publication.horizonHours,
    count: predictions.length,
    model: toServedModel(publication, model),
    stale: isStale(publication.madeAtMs, app.now()),
    simulated: await app.simulated(),
  };
}

async function nothingYet(app: App): Promise<Top20> {
  return {
    predictions: [],
    prediction_time: null,
    horizon_hours: app.config.predictionHorizonHours,
    count: 0,
    model: null,
    stale: false,
    simulated: await app.simulated(),
  };
}

function rank(published: PublishedForecasts): Prediction[] {
  const known = ranked.get(published);
  if (known !== undefined) return known;
  const list = published.predictions.toSorted(byForecastChange).map(toPrediction);
  ranked.set(published, list);
  return list;
}

function byForecastChange(a: StoredPrediction, b: StoredPrediction): number {
  return b.q50 / b.close - a.q50 / a.close ||
    (a.rank ?? Infinity) - (b.rank ?? Infinity) || a.symbol.localeCompare(b.symbol);
}
