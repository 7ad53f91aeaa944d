import { For, Show } from "solid-js";
import type { JobLogOutput } from "../../../server/jobs/schema.ts";
import { formatTime } from "../../lib/format.ts";
import { Expander } from "../../ui/Expander.tsx";
import { Loadable } from "../../ui/Loadable.tsx";
import { createLog } from "./jobs_data.ts";
import { RunOutcome, RunStatus } from "./JobsTable.tsx";

/** What a run said while it worked, live while it does. */
export function RunLog(props: { runId: string; onClose: () => void }) {
  const log = createLog(() => props.runId);
  return (
    <section class="panel" aria-label="Log of a run">
      <div class="panel-head">
        <h2>Log of run {props.runId}</h2>
        <button
          type="button"
          class="btn btn-sm btn-outline-secondary"
          onClick={() => props.onClose()}
        >
          Close
        </button>
      </div>
      <Loadable thing="The log" source={log} height={160}>
        {(data) => <Lines log={data()} />}
      </Loadable>
    </section>
  );
}

function Lines(props: { log: JobLogOutput }) {
  const run = () => props.log.run;
  const hasTries = () => props.log.lines.some((line) => line.attempt > 1);
  return (
    <>
      <p class="panel-note">
        <RunStatus run={run()} /> Due {formatTime(Date.parse(run().slot))}. Begun{" "}
        {formatTime(Date.parse(run().started_at))} by {run().process}. <RunOutcome run={run()} />
      </p>
      <Show
        when={props.log.lines.length > 0}
        fallback={<p class="panel-note muted">This run said nothing while it worked.</p>}
      >
        <ol class="job-log" tabindex="0" aria-label="Lines of the log">
          <For each={props.log.lines}>
            {(line) => (
              <li>
                <time datetime={line.at} class="muted">{line.at.slice(11, 19)}</time>{" "}
                <Show when={hasTries()}>
                  <span class="muted">try {line.attempt}</span>
                  {" "}
                </Show>
                <Show when={line.level !== "info"}>
                  <strong>{line.level === "warn" ? "warning" : line.level}</strong>
                  {" "}
                </Show>
                {line.message}
              </li>
            )}
          </For>
        </ol>
      </Show>
      <Show when={props.log.result !== null && Object.keys(props.log.result ?? {}).length > 0}>
        <Expander title="Its result, for programs">
          <pre class="job-result" tabindex="0">{JSON.stringify(props.log.result, null, 2)}</pre>
        </Expander>
      </Show>
    </>
  );
}
