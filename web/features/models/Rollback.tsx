import { createSignal, Show } from "solid-js";
import type { ListedModel } from "../../../server/models/schema.ts";
import { invalidate } from "../../lib/data.ts";
import { formatTime } from "../../lib/format.ts";
import { api, toFailure } from "../../trpc.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { useApp } from "../shell/app_state.ts";

const named = (model: ListedModel) =>
  `${model.type} of ${formatTime(Date.parse(model.trained_at))}`;

/** Puts the champion before the present one back into service; for administrators, after a question. */
export function Rollback(props: { champion: ListedModel; target: ListedModel | undefined }) {
  const { session } = useApp();
  const [asking, setAsking] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [said, setSaid] = createSignal("");
  const rollBack = async (target: ListedModel) => {
    setBusy(true);
    try {
      const done = await api.models.rollback.mutate({ model_id: target.id });
      setSaid(done.decision);
      invalidate();
    } catch (error) {
      setSaid(toFailure(error).message);
    } finally {
      setBusy(false);
      setAsking(false);
    }
  };
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>Roll back</h2>
        <span class="muted panel-note">for administrators</span>
      </div>
      <Show
        when={props.target}
        fallback={
          <p class="muted panel-note chart-note">
            No earlier model can be put back into service: there is none, or its files are gone.
          </p>
        }
      >
        {(target) => (
          <>
            <Show when={!session.isAdmin()}>
              <ForAdministrators target={target()} />
            </Show>
            <Show when={session.isAdmin()}>
              <button
                type="button"
                class="btn btn-sm btn-outline-secondary"
                onClick={() => setAsking(true)}
              >
                <Icon name="rotate-ccw" /> Roll back to the {named(target())}
              </button>
            </Show>
            <ConfirmDialog
              open={asking()}
              title={`Put the ${named(target())} back into service?`}
              action="Roll back"
              busy={busy()}
              onConfirm={() => void rollBack(target())}
              onClose={() => setAsking(false)}
            >
              <p>
                The {named(props.champion)}{" "}
                is retired, and the next forecasts come from the older model. What was published
                stays as it is. The decision is written down.
              </p>
            </ConfirmDialog>
          </>
        )}
      </Show>
      <p class="muted panel-note chart-note" role="status">{said()}</p>
    </section>
  );
}

function ForAdministrators(props: { target: ListedModel }) {
  return (
    <p class="muted panel-note chart-note">
      Putting the {named(props.target)} back into service is for administrators.{" "}
      <a href="/sign-in?next=/models">Sign in</a>{" "}
      as one; the first start prints a key that is enough.
    </p>
  );
}
