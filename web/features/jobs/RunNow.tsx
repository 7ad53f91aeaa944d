import { createSignal, Show } from "solid-js";
import { invalidate } from "../../lib/data.ts";
import { createSubmission } from "../../lib/submission.ts";
import { api } from "../../trpc.ts";
import { Icon } from "../../ui/Icon.tsx";

/** Starts a job, or a failed run of it again, and says what came of asking. */
export function RunNow(props: {
  job: string;
  title: string;
  /** A failed run; without one, a new run is started. */
  runId?: string;
  onStarted?: (runId: string) => void;
}) {
  const [said, setSaid] = createSignal("");
  const asking = createSubmission(async () => {
    const answer = await api.jobs.runNow.mutate({
      job: props.job,
      ...(props.runId !== undefined && { run_id: props.runId }),
    });
    setSaid(answer.status === "started" ? "Started." : "It is running already.");
    invalidate("jobs");
    props.onStarted?.(answer.run_id);
  });
  const label = () => props.runId === undefined ? "Run now" : "Run again";
  return (
    <>
      <button
        type="button"
        class="btn btn-sm btn-outline-secondary"
        aria-label={`${label()}: ${props.title}`}
        disabled={asking.busy()}
        onClick={asking.submit}
      >
        <Icon name="refresh-cw" /> {label()}
      </button>{" "}
      <span class="muted" role="status">
        <Show when={asking.failure()} fallback={said()}>
          {(failure) => failure().message}
        </Show>
      </span>
    </>
  );
}
