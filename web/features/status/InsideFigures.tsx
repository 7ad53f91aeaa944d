import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import type { StatusDetails } from "../../../server/status/schema.ts";
import { formatAge, formatCompact, formatCount, formatTime } from "../../lib/format.ts";
import { Loadable } from "../../ui/Loadable.tsx";
import { Metric, Metrics } from "../../ui/Metric.tsx";
import { createStatusDetails } from "./status_data.ts";

const MEBIBYTE = 1024 * 1024;

/** What is behind the sentences, for administrators. */
export function InsideFigures(props: { nowMs: number }) {
  const details = createStatusDetails();
  return (
    <section aria-label="For administrators">
      <h2 class="section-title">For administrators</h2>
      <Loadable thing="What is behind it" source={details} height={160}>
        {(data) => <Figures details={data()} nowMs={props.nowMs} />}
      </Loadable>
    </section>
  );
}

function Figures(props: { details: StatusDetails; nowMs: number }) {
  const primary = () => props.details.process.connections[0];
  const inTrouble = () =>
    props.details.jobs.filter((job) => job.error !== null || job.late_since !== null);
  return (
    <>
      <Metrics>
        <Metric
          label="Memory of this process"
          value={`${formatCount(props.details.process.rss_bytes / MEBIBYTE)} MiB`}
          note={`runs for ${formatAge(props.nowMs - Date.parse(props.details.process.started_at))}`}
        />
        <Metric
          label="Connections at work"
          value={`${primary()?.used ?? 0} of ${primary()?.limit ?? 0}`}
          note={`${primary()?.waiting ?? 0} wait, ${props.details.process.streams} streams`}
        />
        <Metric
          label="Database"
          value={`${formatCompact(props.details.database.size_bytes)}B`}
          note={`coins behind: ${props.details.database.coins_behind}, hours in gaps: ${
            formatCount(props.details.database.open_gap_hours)
          }`}
        />
        <Metric
          label="Messages waiting"
          value={formatCount(props.details.database.messages_waiting)}
          note={`${props.details.database.messages_failed_24h} did not arrive in 24 h`}
        />
      </Metrics>
      <Show when={inTrouble().length > 0} fallback={<p>No job is late, none failed last.</p>}>
        <ul class="job-troubles">
          <For each={inTrouble()}>
            {(job) => (
              <li>
                <A href={`/jobs?job=${job.job}`}>{job.title}</A>: {troubleWords(job)}
              </li>
            )}
          </For>
        </ul>
      </Show>
    </>
  );
}

function troubleWords(job: StatusDetails["jobs"][number]): string {
  const done = job.last_success === null
    ? "never done yet"
    : `last done ${formatTime(Date.parse(job.last_success))}`;
  const late = job.late_since === null
    ? ""
    : ` Late since ${formatTime(Date.parse(job.late_since))}.`;
  const tries = job.failing_tries > 1 ? ` after ${job.failing_tries} tries` : "";
  const error = job.error === null ? "" : ` It failed${tries}: ${job.error}`;
  return `${done}.${late}${error}`;
}
