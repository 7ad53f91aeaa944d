import { Show } from "solid-js";
import type { JobRunView, JobView } from "../../../server/jobs/schema.ts";
import { formatTime } from "../../lib/format.ts";
import type { Column } from "../../ui/DataTable.tsx";
import { Loadable } from "../../ui/Loadable.tsx";
import { PagedTable } from "../../ui/PagedTable.tsx";
import { durationOf, missedWords, notesOf, retryWords } from "./job_words.ts";
import { RunOutcome, RunStatus } from "./JobsTable.tsx";
import { createRuns } from "./jobs_data.ts";
import { RunNow } from "./RunNow.tsx";

/** What one job is, and every run of it. */
export function JobRuns(props: {
  job: JobView;
  nowMs: number;
  onLog: (runId: string) => void;
  onClose: () => void;
}) {
  const newest = () => JSON.stringify(props.job.last_runs);
  const runs = createRuns(() => props.job.job, newest);
  return (
    <section class="panel" aria-label={`Runs of ${props.job.title}`}>
      <div class="panel-head">
        <h2>{props.job.title}</h2>
        <RunNow job={props.job.job} title={props.job.title} onStarted={(id) => props.onLog(id)} />
        <button
          type="button"
          class="btn btn-sm btn-outline-secondary"
          onClick={() => props.onClose()}
        >
          Close
        </button>
      </div>
      <p class="panel-note">
        {props.job.says}{" "}
        <Show when={props.job.schedule}>
          {(schedule) => (
            <>
              Schedule: <code>{schedule()}</code> (cron, UTC).{" "}
            </>
          )}
        </Show>
        {missedWords(props.job)} {retryWords(props.job)}
      </p>
      <Loadable thing="The runs" source={runs} height={200}>
        {(rows) => (
          <PagedTable
            caption={`Runs of ${props.job.title}, the newest first`}
            columns={columns(props.job, () => props.nowMs, (id) => props.onLog(id))}
            rows={rows()}
            empty="It has not run yet. Its first run is at its next slot, or now by hand."
            hasMore={runs.hasMore()}
            busy={runs.stale()}
            onMore={runs.more}
          />
        )}
      </Loadable>
    </section>
  );
}

const columns = (
  job: JobView,
  nowMs: () => number,
  onLog: (runId: string) => void,
): readonly Column<JobRunView>[] => [
  {
    id: "slot",
    label: "Due",
    hint: "The slot that the run answers; of one by hand, when it was asked for",
    value: (run) => formatTime(Date.parse(run.slot)),
  },
  {
    id: "status",
    label: "State",
    value: (run) => run.status,
    cell: (run) => <RunStatus run={run} />,
  },
  {
    id: "took",
    label: "Took",
    numeric: true,
    value: (run) => run.seconds,
    cell: (run) => durationOf(run, nowMs()),
  },
  {
    id: "outcome",
    label: "What came of it",
    value: (run) => run.message,
    cell: (run) => <RunOutcome run={run} />,
  },
  { id: "notes", label: "Notes", value: notesOf },
  { id: "process", label: "Process", value: (run) => run.process },
  {
    id: "act",
    label: "Act",
    value: () => null,
    cell: (run) => (
      <>
        <button
          type="button"
          class="btn btn-sm btn-outline-secondary"
          aria-label={`Log of the run due ${formatTime(Date.parse(run.slot))}`}
          onClick={() => onLog(run.run_id)}
        >
          Log
        </button>{" "}
        <Show when={run.status === "failed"}>
          <RunNow job={job.job} title={job.title} runId={run.run_id} onStarted={onLog} />
        </Show>
      </>
    ),
  },
];
