import { createEffect, createSignal, onCleanup, onMount, untrack } from "solid-js";
import type {
  DriftOutput,
  ModelsOutput,
  TrainingProgressOutput,
} from "../../../server/models/schema.ts";
import { createData, type Data, invalidate } from "../../lib/data.ts";
import { fromSubscription, joinStream, type StreamState } from "../../lib/shared_stream.ts";
import { api } from "../../trpc.ts";

const REFRESH_MS = 60_000;
const POLL_MS = 5_000;

/** Every model with its figures and the decision on it. */
export function createModels(): Data<ModelsOutput> {
  return createData(
    "models",
    () => ({}),
    (_, signal) => api.models.list.query(undefined, { signal }),
    { refreshMs: REFRESH_MS },
  );
}

/** Whether inputs and outcomes are still what the model in service was trained on. */
export function createDrift(): Data<DriftOutput> {
  return createData(
    "drift",
    () => ({}),
    (_, signal) => api.models.drift.query(undefined, { signal }),
    { refreshMs: REFRESH_MS },
  );
}

const openStream = fromSubscription<TrainingProgressOutput>((handlers) =>
  api.models.progressLive.subscribe(undefined, handlers)
);

/** Follows the training by the server's stream; by asking, where a stream cannot be had. */
export function createTraining(): Data<TrainingProgressOutput> {
  const [newest, setNewest] = createSignal<TrainingProgressOutput>();
  const [stream, setStream] = createSignal<StreamState>("connecting");
  const asked = createData(
    "training",
    () => ({}),
    (_, signal) => api.models.progress.query(undefined, { signal }),
  );
  const receive = (next: TrainingProgressOutput) => {
    const ended = untrack(newest)?.state === "running" && next.state !== "running";
    setNewest(next);
    if (ended) invalidate("models");
  };
  createEffect(() => {
    const answer = asked.data();
    if (answer) receive(answer);
  });
  onMount(() => {
    const leave = joinStream("training", openStream, { onData: receive, onState: setStream });
    const streaming = () => stream() === "open" || stream() === "shared";
    const timer = setInterval(() => !streaming() && asked.refetch(), POLL_MS);
    onCleanup(() => {
      leave();
      clearInterval(timer);
    });
  });
  return { ...asked, data: newest };
}
