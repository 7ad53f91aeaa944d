import { type Accessor, createSignal, onCleanup, onMount } from "solid-js";
import type { SetupProgress } from "../../../server/collection/schema.ts";
import { invalidate } from "../../lib/data.ts";
import { fromSubscription, joinStream, type StreamState } from "../../lib/shared_stream.ts";
import { api, toFailure } from "../../trpc.ts";

/** How far the server is from an empty database to forecasts, as it happens. */
export interface SetupFeed {
  readonly progress: Accessor<SetupProgress | undefined>;
  /** Whether the server is heard, by its stream or by its answers. */
  readonly heard: Accessor<boolean>;
  /** Losses of the training in progress, oldest first, for a small line. */
  readonly losses: Accessor<number[]>;
}

const POLL_MS = 5_000;
const LOSSES_KEPT = 240;

const openStream = fromSubscription<SetupProgress>((handlers) =>
  api.collection.setupLive.subscribe(undefined, handlers)
);

/** True where the new state makes answers on the screen outdated. */
function changesData(before: SetupProgress | undefined, after: SetupProgress): boolean {
  if (!before) return false;
  const finished = (progress: SetupProgress) =>
    progress.steps.map((step) => step.finished_at).join();
  return before.coins_with_candles !== after.coins_with_candles ||
    before.forecasts_published !== after.forecasts_published ||
    finished(before) !== finished(after);
}

function appendLoss(losses: number[], progress: SetupProgress): number[] {
  const training = progress.steps.find((step) => step.id === "train");
  if (training?.state !== "running") return training?.state === "waiting" ? [] : losses;
  if (training.loss === null || training.loss === losses.at(-1)) return losses;
  return [...losses, training.loss].slice(-LOSSES_KEPT);
}

/** Follows the server's progress by its stream; by asking, where a stream cannot be had. */
export function createSetupFeed(): SetupFeed {
  const [progress, setProgress] = createSignal<SetupProgress>();
  const [stream, setStream] = createSignal<StreamState>("connecting");
  // Undefined until the first answer or refusal.
  const [answered, setAnswered] = createSignal<boolean>();
  const [losses, setLosses] = createSignal<number[]>([]);
  const receive = (next: SetupProgress) => {
    const outdated = changesData(progress(), next);
    setProgress(next);
    setLosses((kept) => appendLoss(kept, next));
    if (outdated) invalidate();
  };
  const ask = () =>
    api.collection.setup.query().then((next) => {
      setAnswered(true);
      receive(next);
    }, (error) => setAnswered(toFailure(error).code !== "UNREACHABLE"));
  const streaming = () => stream() === "open" || stream() === "shared";
  onMount(() => {
    // The stream tells of changes only, and cannot carry an API key: hence the question as well.
    void ask();
    const leave = joinStream("setup", openStream, { onData: receive, onState: setStream });
    const timer = setInterval(() => !streaming() && void ask(), POLL_MS);
    onCleanup(() => {
      leave();
      clearInterval(timer);
    });
  });
  return { progress, heard: () => streaming() || answered() !== false, losses };
}
