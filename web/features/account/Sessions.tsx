import { For, Show } from "solid-js";
import type { SessionView } from "../../../server/auth/schema.ts";
import { invalidate } from "../../lib/data.ts";
import { formatTime } from "../../lib/format.ts";
import { createSubmission } from "../../lib/submission.ts";
import { api } from "../../trpc.ts";
import { FailureNote } from "../../ui/form.tsx";
import { Loadable } from "../../ui/Loadable.tsx";
import { createSessions } from "./account_data.ts";
import { startAnew } from "./session.ts";
import { describeUserAgent } from "./user_agent_words.ts";

/** Every browser that is signed in, each with its end. */
export function Sessions() {
  const sessions = createSessions();
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>Signed in</h2>
      </div>
      <Loadable thing="The list of sessions" source={sessions} height={120}>
        {(known) => (
          <ul class="item-list">
            <For
              each={known().sessions}
              fallback={<li class="muted">No browser is signed in.</li>}
            >
              {(session) => <Item session={session} />}
            </For>
          </ul>
        )}
      </Loadable>
    </section>
  );
}

function Item(props: { session: SessionView }) {
  const ending = createSubmission(async () => {
    await api.auth.endSession.mutate({ id: props.session.id });
    if (props.session.current) startAnew("/sign-in");
    else invalidate("sessions");
  });
  const name = () => describeUserAgent(props.session.user_agent);
  return (
    <li>
      <div>
        <strong title={props.session.user_agent}>{name()}</strong>
        <Show when={props.session.current}>
          <span class="muted">, this browser</span>
        </Show>
        <br />
        <span class="muted">
          since {formatTime(Date.parse(props.session.created_at))}, last seen{" "}
          {formatTime(Date.parse(props.session.last_seen_at))}
        </span>
        <FailureNote submission={ending} />
      </div>
      <button
        type="button"
        class="btn btn-sm btn-outline-secondary"
        disabled={ending.busy()}
        aria-label={`End the session of ${name()}`}
        onClick={ending.submit}
      >
        End
      </button>
    </li>
  );
}
