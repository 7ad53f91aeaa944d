import { createSignal, Show } from "solid-js";
import type { z } from "zod";
import type { collectionStatusOutput } from "../../../server/collection/schema.ts";
import { invalidate } from "../../lib/data.ts";
import { formatCount, formatTime } from "../../lib/format.ts";
import { api, toFailure } from "../../trpc.ts";
import { Icon } from "../../ui/Icon.tsx";
import { Loadable } from "../../ui/Loadable.tsx";
import { useApp } from "../shell/app_state.ts";
import { createCollectionStatus } from "./collection_data.ts";

type Status = z.infer<typeof collectionStatusOutput>;

/** The newest collection run with its gaps, and the button that starts another. */
export function CollectionPanel() {
  const { session } = useApp();
  const status = createCollectionStatus(session.isAdmin);
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>Collection</h2>
        <span class="muted panel-note">for administrators</span>
      </div>
      <Show
        when={session.isAdmin()}
        fallback={
          <p class="muted panel-note">
            Records written, gaps, and starting a run by hand are for administrators.{" "}
            <a href="/sign-in?next=/setup">Sign in</a>{" "}
            as one; the first start prints a key that is enough.
          </p>
        }
      >
        <Loadable thing="The collection status" source={status} height={140}>
          {(data) => <Facts status={data()} />}
        </Loadable>
        <CollectNow busy={status.data()?.status === "running"} />
      </Show>
    </section>
  );
}

function Facts(props: { status: Status }) {
  const gaps = () => props.status.gaps;
  return (
    <dl class="facts panel-note">
      <dt>State</dt>
      <dd>
        {props.status.status}
        <Show when={props.status.status === "running"}>
          , {Math.round(props.status.progress)}&nbsp;%
          {props.status.current_crypto ? `, ${props.status.current_crypto}` : ""}
        </Show>
      </dd>
      <dt>Records written</dt>
      <dd>{formatCount(props.status.records_written)}</dd>
      <dt>Last update</dt>
      <dd>
        {props.status.last_update ? formatTime(Date.parse(props.status.last_update)) : "none yet"}
      </dd>
      <dt>Gaps</dt>
      <dd>
        {gaps().open} to repair, {gaps().outages} outages of the exchange, {gaps().repaired}{" "}
        repaired
      </dd>
      <Show when={props.status.message}>
        <dt>Message</dt>
        <dd>{props.status.message}</dd>
      </Show>
    </dl>
  );
}

function CollectNow(props: { busy: boolean }) {
  const [said, setSaid] = createSignal("");
  const start = async () => {
    try {
      const run = await api.collection.trigger.mutate({ mode: "full" });
      setSaid(`Run ${run.run_id} is ${run.status}.`);
      invalidate("collection");
    } catch (error) {
      setSaid(toFailure(error).message);
    }
  };
  return (
    <p class="link-row panel-note">
      <button type="button" class="btn btn-sm btn-primary" disabled={props.busy} onClick={start}>
        <Icon name="download" /> Collect now
      </button>
      <span class="muted" role="status">{said()}</span>
    </p>
  );
}
