/// <reference lib="deno.worker" />
import { computeFeatures } from "./features/feature_set.ts";
import { type Forecast, toForecast } from "./forecast.ts";
import { latestWindows } from "./latest_windows.ts";
import { type Manifest, networkOf, openModel } from "./manifest.ts";
import { FORECAST_INPUT, FORECAST_OUTPUT } from "./onnx/export.ts";
import type { OnnxSession } from "./onnx/session.ts";
import type { CoinSeries } from "./series.ts";

/** What the predictor asks of its worker; a Worker, since onnxruntime blocks the thread that runs it. */
export type PredictRequest =
  | { readonly kind: "open"; readonly manifest: Manifest; readonly onnx: Uint8Array }
  | { readonly kind: "predict"; readonly series: readonly CoinSeries[] };

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
  return await forecastAll(model.manifest, model.session, request.series);
}

async function forecastAll(
  manifest: Manifest,
  session: OnnxSession,
  series: readonly CoinSeries[],
): Promise<PredictReply> {
  const { sequenceLength, scaler, calibration } = manifest;
  const { x, samples, skipped } = latestWindows(computeFeatures(series), {
    sequenceLength,
    scaler,
  });
  if (samples.length === 0) return { kind: "forecasts", forecasts: [], skipped: [...skipped] };
  const { features, outputs } = networkOf(manifest);
  const dims = [samples.length, sequenceLength, features];
  const results = await session.run({ [FORECAST_INPUT]: { data: x, dims } });
  const quantiles = results[FORECAST_OUTPUT]!.data;
  requireFinite(quantiles, manifest.id);
  const forecasts = samples.map((sample, place) =>
    toForecast({
      ...sample,
      quantiles: quantiles.slice(place * outputs, (place + 1) * outputs),
      calibration,
    })
  );
  return { kind: "forecasts", forecasts, skipped: [...skipped] };
}

function requireFinite(quantiles: Float32Array, id: string): void {
  if (quantiles.every(Number.isFinite)) return;
  throw new Error(`Model "${id}" gave a forecast that is not a number`);
}

self.onmessage = async ({ data }: MessageEvent<{ id: number; request: PredictRequest }>) => {
  let reply: PredictReply;
  try {
    reply = await answer(data.request);
  } catch (error) {
    reply = { kind: "failed", message: error instanceof Error ? error.message : String(error) };
  }
  self.postMessage({ id: data.id, reply });
};
