/// <reference lib="deno.worker" />
import { type InputDrift, type InputReference, measureInputs } from "./drift.ts";
import { computeFeatures } from "./features/feature_set.ts";
import type { CoinSeries } from "./series.ts";
import type { TimeBlock } from "./split.ts";

/** The one request of a drift worker. */
export interface DriftRequest {
  readonly reference: InputReference;
  readonly series: readonly CoinSeries[];
  readonly block: TimeBlock;
}

export type DriftReply =
  | { readonly kind: "measured"; readonly drift: InputDrift | null }
  | { readonly kind: "failed"; readonly message: string };

self.onmessage = ({ data }: MessageEvent<DriftRequest>) => {
  let reply: DriftReply;
  try {
    const features = computeFeatures([...data.series]);
    reply = { kind: "measured", drift: measureInputs(data.reference, features, data.block) };
  } catch (error) {
    reply = { kind: "failed", message: error instanceof Error ? error.message : String(error) };
  }
  self.postMessage(reply);
};
