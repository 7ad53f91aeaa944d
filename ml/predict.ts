import type { Forecast } from "./forecast.ts";
import { WARM_UP_HOURS } from "./features/feature_set.ts";
import { loadModel, type Manifest } from "./manifest.ts";
import type { PredictReply, PredictRequest } from "./predict_worker.ts";
import { candlesSince, type CoinSeries, HOUR_MS } from "./series.ts";

export interface PredictionBatch {
  readonly forecasts: Forecast[];
  /** Coins without a full input window, with the reason in plain words. */
  readonly skipped: { readonly symbol: string; readonly reason: string }[];
}

/** A model ready to serve, in a Worker of its own. */
export interface Predictor {
  readonly manifest: Manifest;
  /**
   * Forecasts all coins in one batched run from the newest hour of the series given; at least
   * `hoursNeeded(manifest)` of history each.
   * @param options explain: also say what moved each forecast, for twelve more windows a coin
   * @throws Error when the worker failed, the predictor is closed or no answer comes in time
   */
  predict(
    series: readonly CoinSeries[],
    options?: { readonly explain?: boolean },
  ): Promise<PredictionBatch>;
  close(): void;
}

export interface PredictorOptions {
  readonly modelsDir: string;
  readonly id: string;
  /** Milliseconds to wait for an answer; default one minute. */
  readonly timeoutMs?: number;
  /** The worker's module, for tests. */
  readonly workerUrl?: URL;
}

const DEFAULT_TIMEOUT_MS = 60_000;

/** Hours of candles per coin that a forecast needs: one window and the indicators' warm-up before it. */
export function hoursNeeded(manifest: Pick<Manifest, "sequenceLength">): number {
  return manifest.sequenceLength + WARM_UP_HOURS;
}

/**
 * Opens an installed model for serving.
 * @throws ModelFileError when the files are missing, damaged or of another shape
 */
export async function openPredictor(options: PredictorOptions): Promise<Predictor> {
  const { manifest, onnx } = await loadModel(options.modelsDir, options.id);
  const ask = startWorker(options);
  try {
    await ask.send({ kind: "open", manifest, onnx }, [onnx.buffer]);
  } catch (error) {
    ask.close();
    throw error;
  }
  return {
    manifest,
    async predict(series, { explain = false } = {}) {
      const recent = recentCandles(series, hoursNeeded(manifest));
      const request = { kind: "predict", series: recent, explain } as const;
      const reply = await ask.send(request, buffersOf(recent));
      if (reply.kind !== "forecasts") throw new Error(`Unexpected answer "${reply.kind}"`);
      return { forecasts: reply.forecasts, skipped: reply.skipped };
    },
    close: ask.close,
  };
}

interface Pending {
  readonly resolve: (reply: PredictReply) => void;
  readonly reject: (error: Error) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** Requests and answers over a Worker; whatever ends it rejects all that wait. */
function startWorker({ timeoutMs = DEFAULT_TIMEOUT_MS, workerUrl }: PredictorOptions) {
  const url = workerUrl ?? new URL("./predict_worker.ts", import.meta.url);
  const worker = new Worker(url, { type: "module", name: "predict" });
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let ended: Error | null = null;

  function end(error: Error): void {
    ended ??= error;
    worker.terminate();
    for (const { reject, timer } of pending.values()) {
      clearTimeout(timer);
      reject(ended);
    }
    pending.clear();
  }

  worker.onerror = (event) => {
    event.preventDefault();
    end(new Error(`The prediction worker failed: ${event.message}`));
  };
  worker.onmessage = ({ data }: MessageEvent<{ id: number; reply: PredictReply }>) => {
    const waiting = pending.get(data.id);
    if (!waiting) return;
    pending.delete(data.id);
    clearTimeout(waiting.timer);
    if (data.reply.kind === "failed") waiting.reject(new Error(data.reply.message));
    else waiting.resolve(data.reply);
  };

  function send(request: PredictRequest, transfer: ArrayBufferLike[]): Promise<PredictReply> {
    if (ended) return Promise.reject(ended);
    const id = nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => end(new Error(`The prediction worker gave no answer in ${timeoutMs / 1000} s`)),
        timeoutMs,
      );
      pending.set(id, { resolve, reject, timer });
      worker.postMessage({ id, request }, transfer as ArrayBuffer[]);
    });
  }

  return { send, close: () => end(new Error("The predictor is closed")) };
}

/** Copies of the last `hours` before the newest candle of all, so that the caller's arrays stay usable. */
function recentCandles(series: readonly CoinSeries[], hours: number): CoinSeries[] {
  const newest = Math.max(...series.map((one) => one.openTime.at(-1) ?? -Infinity));
  return series.map((one) => candlesSince(one, newest - hours * HOUR_MS));
}

function buffersOf(series: readonly CoinSeries[]): ArrayBufferLike[] {
  return series.flatMap((one) => [
    one.openTime.buffer,
    one.open.buffer,
    one.high.buffer,
    one.low.buffer,
    one.close.buffer,
    one.volume.buffer,
    one.quoteVolume.buffer,
  ]);
}
