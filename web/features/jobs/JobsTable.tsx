import { Show } from "solid-js";
import type { JobRunView, JobView } from "../../../server/jobs/schema.ts";
import { formatTime, UNKNOWN } from "../../lib/format.ts";
import type { Column } from "../../ui/DataTable.tsx";
import { PagedTable } from "../../ui/PagedTable.tsx";
import { Progress } from "../../ui/Progress.tsx";
import { durationOf, formatLocal, outcomeOf, STATUS_WORDS } from "./job_words.ts";
import { RunNow } from "./RunNow.tsx";

/** How a run stands, as a word. */
export function RunStatus(props: { run: JobRunView }) {
  return (
    <span class="tag" classList={{ "tag-strong": props.run.status === "failed" }}>
      {STATUS_WORDS[props.run.status]}
    </span>
  );
}

/** What a run is doing or did, with how far it is. */
export function RunOutcome(props: { run: JobRunView }) {
  return (
    <span class="wrap-cell">
      <Show when={props.run.status === "running"}>
        <Progress label={`Progress of ${props.run.job}`} share={props.run.share} />
      </Show>
      {outcomeOf(props.run)}
    </span>
  );
}

/** In UTC, and by the clock of the reader. */
const NEXT_RUN: Column<JobView> = {
  id: "next",
  label: "Next run",
  value: (job) => job.next_run,
  cell: (job) => (
    <Show when={job.next_run} fallback={<span class="muted">switched off</span>}>
      {(time) => (
        <>
          {formatTime(Date.parse(time()))}
          <br />
          <span class="muted">{formatLocal(Date.parse(time()))} here</span>
        </>
      )}
    </Show>
  ),
};

/** The button of a row. */
const RUN_NOW: Column<JobView> = {
  id: "act",
  label: "Act",
  value: () => null,
  cell: (job) => <RunNow job={job.job} title={job.title} />,
};

const columns = (
  nowMs: () => number,
  onOpen: (job: string) => void,
): readonly Column<JobView>[] => [
  {
    id: "job",
    label: "Job",
    value: (job) => job.title,
    cell: (job) => (
      <button
        type="button"
        class="btn btn-sm btn-link p-0"
        onClick={() => onOpen(job.job)}
      >
        {job.title}
      </button>
    ),
  },
  {
    id: "status",
    label: "Last run",
    value: (job) => job.last_runs[0]?.status ?? "none",
    cell: (job) => (
      <Show when={job.last_runs[0]} fallback={<span class="muted">none yet</span>}>
        {(run) => (
          <>
            <RunStatus run={run()} />
            <br />
            <span class="muted">{formatTime(Date.parse(run().started_at))}</span>
          </>
        )}
      </Show>
    ),
  },
  {
    id: "duration",
    label: "Took",
    numeric: true,
    value: (job) => job.last_runs[0]?.seconds ?? null,
    cell: (job) => job.last_runs[0] ? durationOf(job.last_runs[0], nowMs()) : UNKNOWN,
  },
  {
    id: "outcome",
    label: "What came of it",
    value: (job) => job.last_runs[0] ? outcomeOf(job.last_runs[0]) : null,
    cell: (job) => (
      <Show when={job.last_runs[0]} fallback={<span class="muted">It has not run yet.</span>}>
        {(run) => <RunOutcome run={run()} />}
      </Show>
    ),
  },
  NEXT_RUN,
  RUN_NOW,
];

/** Every job with its last and its next run. */
export function JobsTable(props: {
  jobs: readonly JobView[];
  nowMs: number;
  onOpen: (job: string) => void;
}) {
  return (
    <PagedTable
      caption="Scheduled jobs"
      columns={columns(() => props.nowMs, (job) => props.onOpen(job))}
      rows={props.jobs}
      empty="The jobs of this server are still starting. They are shown in a moment."
      hasMore={false}
      onMore={() => {}}
    />
  );
}
