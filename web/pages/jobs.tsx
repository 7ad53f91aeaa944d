import { Show } from "solid-js";
import type { JobsOutput } from "../../server/jobs/schema.ts";
import { Gate } from "../features/account/Gate.tsx";
import { jobsFinding } from "../features/jobs/job_words.ts";
import { JobRuns } from "../features/jobs/JobRuns.tsx";
import { createJobs } from "../features/jobs/jobs_data.ts";
import { JobsTable } from "../features/jobs/JobsTable.tsx";
import { RunLog } from "../features/jobs/RunLog.tsx";
import { createClock } from "../lib/clock.ts";
import { createParam, textCodec } from "../lib/param.ts";
import type { PageInfo } from "../routes.ts";
import { Expander } from "../ui/Expander.tsx";
import { Loadable } from "../ui/Loadable.tsx";
import { Page as Frame } from "../ui/Page.tsx";

export const page: PageInfo = {
  path: "/jobs",
  title: "Jobs",
  nav: { group: "System", icon: "timer", order: 7 },
  audience: "admin",
};

/** What runs by the clock: last runs, next runs, logs, and running one now. */
export function Page() {
  return (
    <Frame title="Jobs" finding="What runs by the clock, on whichever process has it.">
      <Gate needs="admin" thing="the jobs">{() => <Jobs />}</Gate>
    </Frame>
  );
}

function Jobs() {
  const jobs = createJobs();
  return (
    <>
      <Loadable thing="The list of jobs" source={jobs} height={400}>
        {(data) => <Shown data={data()} />}
      </Loadable>
      <Expander title="How this is made">
        <p>
          Each slot of a job is a row in the database that one process can claim, however many run.
          It renews its claim each second; when it dies, another takes the run over after 15
          seconds. A job never runs twice at a time. Slots go by the clock of the database, in UTC.
          The same rows are served at GET /api/v1/jobs.
        </p>
      </Expander>
    </>
  );
}

function Shown(props: { data: JobsOutput }) {
  const now = createClock(1_000);
  const [job, setJob] = createParam("job", "", textCodec);
  const [run, setRun] = createParam("run", "", textCodec);
  const opened = () => props.data.jobs.find((one) => one.job === job());
  const open = (name: string) => {
    setRun("");
    setJob(name);
  };
  return (
    <>
      <p class="panel-note">{jobsFinding(props.data.jobs, now())}</p>
      <JobsTable jobs={props.data.jobs} nowMs={now()} onOpen={open} />
      <Show when={opened()}>
        {(one) => <JobRuns job={one()} nowMs={now()} onLog={setRun} onClose={() => open("")} />}
      </Show>
      <Show when={/^[1-9]\d*$/.test(run())}>
        <RunLog runId={run()} onClose={() => setRun("")} />
      </Show>
    </>
  );
}
