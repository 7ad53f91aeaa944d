import { createEffect, createSignal, on, onCleanup, onMount } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import type { JobLogOutput, JobRunView, JobsOutput } from "../../../server/jobs/schema.ts";
import { createData, type Data } from "../../lib/data.ts";
import { createPaged, type Paged } from "../../lib/paged.ts";
import { fromSubscription, joinStream, type StreamState } from "../../lib/shared_stream.ts";
import { api } from "../../trpc.ts";

const POLL_MS = 5_000;
const LOG_MS = 3_000;

const openStream = fromSubscription<JobsOutput>((handlers) =>
  api.jobs.live.subscribe(undefined, handlers)
);

/** Every job, as it happens: by the server's stream; by asking, where a stream cannot be had. */
export function createJobs(): Data<JobsOutput> {
  // Merged, not replaced: a row keeps its buttons, and the keyboard its place, as figures change.
  const [state, setState] = createStore<{ newest?: JobsOutput }>({});
  const setNewest = (next: JobsOutput) =>
    setState("newest", reconcile(next, { key: null, merge: true }));
  const [stream, setStream] = createSignal<StreamState>("connecting");
  const asked = createData(
    "jobs",
    () => ({}),
    (_, signal) => api.jobs.list.query(undefined, { signal }),
  );
  createEffect(() => {
    const answer = asked.data();
    if (answer) setNewest(answer);
  });
  onMount(() => {
    const leave = joinStream("jobs", openStream, { onData: setNewest, onState: setStream });
    const streaming = () => stream() === "open" || stream() === "shared";
    const timer = setInterval(() => !streaming() && asked.refetch(), POLL_MS);
    onCleanup(() => {
      leave();
      clearInterval(timer);
    });
  });
  return { ...asked, data: () => state.newest };
}

/** The runs of a job, page by page; asked for again when `newest` changes. */
export function createRuns(job: () => string, newest: () => string): Paged<JobRunView> {
  const runs = createPaged(
    () => ({ job: job() }),
    async (question, cursor, signal) => {
      const page = await api.jobs.runs.query({
        ...question,
        limit: 20,
        ...(cursor !== null && { cursor }),
      }, { signal });
      return { rows: page.runs, next: page.next_cursor };
    },
  );
  createEffect(on(newest, () => runs.refetch(), { defer: true }));
  return runs;
}

/** What a run said, again and again while the page is in sight. */
export function createLog(runId: () => string): Data<JobLogOutput> {
  return createData(
    "job log",
    () => runId() === "" ? undefined : { run_id: runId() },
    (question, signal) => api.jobs.log.query(question, { signal }),
    { refreshMs: LOG_MS },
  );
}
