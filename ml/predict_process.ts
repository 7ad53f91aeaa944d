import { attributeForecasts, type RunNetwork } from "./explain/occlusion.ts";
import { usualVolatility } from "./explain/usual_volatility.ts";
import { computeFeatures } from "./features/feature_set.ts";
import { type Forecast, toForecast } from "./forecast.ts";
import { connectOuterEnd } from "./model_process_end.ts";
import { latestWindows } from "./latest_windows.ts";
import { type Manifest, networkOf, openModel } from "./manifest.ts";
import { FORECAST_INPUT, FORECAST_OUTPUT } from "./onnx/export.ts";
import type { OnnxSession } from "./onnx/session.ts";
import type { CoinSeries } from "./series.ts";
import { centreMedians } from "./training/centre.ts";

/** What the predictor asks of its process. */
export type PredictRequest =
  | { readonly kind: "open"; readonly manifest: Manifest; readonly onnx: Uint8Array }
  | {
    readonly kind: "predict";
    readonly series: readonly CoinSeries[];
    /** Whether to say what moved each forecast. */
    readonly explain: boolean;
  };

export type PredictReply =
  | { readonly kind: "ready" }
  | {
    readonly kind: "forecasts";
    readonly forecasts: Forecast[];
    readonly skipped: { readonly symbol: string; readonly reason: string }[];
  }
  | { readonly kind: "failed"; readonly message: string };

let model: { readonly manifest: Manifest; readonly session: OnnxSession } | null = null;

async function answer(request: PredictRequest): Promise<PredictReply> {
  if (request.kind === "open") {
    const { manifest, onnx } = request;
    model = { manifest, session: await openModel(manifest, onnx) };
    return { kind: "ready" };
  }
  if (!model) throw new Error("No model is open");
  return await forecastAll(model.manifest, model.session, request);
}

async function forecastAll(
  manifest: Manifest,
  session: OnnxSession,
  { series, explain }: { readonly series: readonly CoinSeries[]; readonly explain: boolean },
): Promise<PredictReply> {
  const { sequenceLength, scaler, calibration } = manifest;
  const features = computeFeatures(series);
  const { x, samples, skipped } = latestWindows(features, { sequenceLength, scaler });
  if (samples.length === 0) return { kind: "forecasts", forecasts: [], skipped: [...skipped] };
  const run = runOf(manifest, session);
  const moments = samples.map(({ madeAtMs }) => madeAtMs);
  const quantiles = centreMedians(await run(x, samples.length), moments);
  const { outputs } = networkOf(manifest);
  const usual = samples.map(({ coin }) => {
    const { openTime, volatility } = features[coin]!;
    return usualVolatility(openTime, volatility);
  });
  const featureNames = manifest.features.names;
  const input = { x, quantiles, samples, usualVolatility: usual, featureNames, sequenceLength };
  const attributions = explain ? await attributeForecasts({ ...input, calibration }, run) : null;
  const forecasts = samples.map((sample, place) => {
    const own = quantiles.slice(place * outputs, (place + 1) * outputs);
    const forecast = toForecast({ ...sample, quantiles: own, calibration });
    return attributions === null ? forecast : { ...forecast, attribution: attributions[place]! };
  });
  return { kind: "forecasts", forecasts, skipped: [...skipped] };
}

function runOf(manifest: Manifest, session: OnnxSession): RunNetwork {
  const { features } = networkOf(manifest);
  return async (data, windows) => {
    const dims = [windows, manifest.sequenceLength, features];
    const results = await session.run({ [FORECAST_INPUT]: { data, dims } });
    const quantiles = results[FORECAST_OUTPUT]!.data;
    requireFinite(quantiles, manifest.id);
    return quantiles;
  };
}

function requireFinite(quantiles: Float32Array, id: string): void {
  if (quantiles.every(Number.isFinite)) return;
  throw new Error(`Model "${id}" gave a forecast that is not a number`);
}

async function main(): Promise<void> {
  const outer = connectOuterEnd();
  for (;;) {
    const { id, request } = await outer.next<{ id: number; request: PredictRequest }>();
    let reply: PredictReply;
    try {
      reply = await answer(request);
    } catch (error) {
      reply = { kind: "failed", message: error instanceof Error ? error.message : String(error) };
    }
    outer.reply({ id, reply });
  }
}

if (import.meta.main) await main();
