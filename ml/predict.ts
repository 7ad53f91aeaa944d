import type { Forecast } from "./forecast.ts";
import { WARM_UP_HOURS } from "./features/feature_set.ts";
import { loadModel, type Manifest, ModelFileError } from "./manifest.ts";
import { startModelProcess } from "./model_process.ts";
import type { PredictReply, PredictRequest } from "./predict_process.ts";
import { candlesSince, type CoinSeries, HOUR_MS } from "./series.ts";

export interface PredictionBatch {
  readonly forecasts: Forecast[];
  /** Coins without a full input window, with the reason in plain words. */
  readonly skipped: { readonly symbol: string; readonly reason: string }[];
}

/** A model ready to serve, in a process of its own. */
export interface Predictor {
  readonly manifest: Manifest;
  /**
   * Forecasts all coins in one batched run from the newest hour of the series given; at least
   * `hoursNeeded(manifest)` of history each.
   * @param options explain: also say what moved each forecast, for twelve more windows a coin
   * @throws Error when the process failed, the predictor is closed or no answer comes in time
   */
  predict(
    series: readonly CoinSeries[],
    options?: { readonly explain?: boolean },
  ): Promise<PredictionBatch>;
  close(): Promise<void>;
}

export interface PredictorOptions {
  readonly modelsDir: string;
  readonly id: string;
  /** Milliseconds to wait for an answer; default one minute. */
  readonly timeoutMs?: number;
  /** The process's module, for tests. */
  readonly entry?: URL;
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
  const ask = startProcess(options);
  try {
    await ask.send({ kind: "open", manifest, onnx });
  } catch (error) {
    await ask.close();
    const why = error instanceof Error ? error.message : String(error);
    throw new ModelFileError(why, { cause: error });
  }
  return {
    manifest,
    async predict(series, { explain = false } = {}) {
      const recent = recentCandles(series, hoursNeeded(manifest));
      const request = { kind: "predict", series: recent, explain } as const;
      const reply = await ask.send(request);
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

/** Requests and answers; whatever ends the process rejects all that wait. */
function startProcess({ timeoutMs = DEFAULT_TIMEOUT_MS, entry }: PredictorOptions) {
  const process = startModelProcess(entry ?? new URL("./predict_process.ts", import.meta.url));
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let ended: Error | null = null;

  function end(error: Error): void {
    ended ??= error;
    process.kill();
    for (const { reject, timer } of pending.values()) {
      clearTimeout(timer);
      reject(ended);
    }
    pending.clear();
  }

  const listening = (async () => {
    for await (const value of process.replies) {
      const { id, reply } = value as { id: number; reply: PredictReply };
      const waiting = pending.get(id);
      if (!waiting) continue;
      pending.delete(id);
      clearTimeout(waiting.timer);
      if (reply.kind === "failed") waiting.reject(new Error(reply.message));
      else waiting.resolve(reply);
    }
    end(new Error(`The prediction process ${await process.describeEnd()}`));
  })();

  function send(request: PredictRequest): Promise<PredictReply> {
    if (ended) return Promise.reject(ended);
    const id = nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => end(new Error(`The prediction process gave no answer in ${timeoutMs / 1000} s`)),
        timeoutMs,
      );
      pending.set(id, { resolve, reject, timer });
      void process.send({ id, request });
    });
  }

  async function close(): Promise<void> {
    end(new Error("The predictor is closed"));
    await listening;
    await process[Symbol.asyncDispose]();
  }
  return { send, close };
}

/** Copies of the last `hours` before the newest candle of all, so that the caller's arrays stay usable. */
function recentCandles(series: readonly CoinSeries[], hours: number): CoinSeries[] {
  const newest = Math.max(...series.map((one) => one.openTime.at(-1) ?? -Infinity));
  return series.map((one) => candlesSince(one, newest - hours * HOUR_MS));
}
