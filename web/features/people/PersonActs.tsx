import { createMemo, Match, Switch } from "solid-js";
import type { PersonView } from "../../../server/auth/schema.ts";
import { createSubmission } from "../../lib/submission.ts";
import { api } from "../../trpc.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { FailureNote } from "../../ui/form.tsx";

/** What an administrator may do to an account. */
export type PersonAct = "disable" | "enable" | "promote" | "demote" | "reset";

/** An act that waits for its confirmation. */
export interface AskedAct {
  readonly act: PersonAct;
  readonly person: PersonView;
}

const WORDS: Record<PersonAct, { readonly title: string; readonly action: string }> = {
  disable: { title: "Disable", action: "Disable" },
  enable: { title: "Enable", action: "Enable" },
  promote: { title: "Make an administrator of", action: "Make administrator" },
  demote: { title: "Take the administrator's role from", action: "Make user" },
  reset: { title: "Set a new password for", action: "Set new password" },
};

/** The buttons of one account. */
export function PersonButtons(props: {
  person: PersonView;
  onAsk: (asked: AskedAct) => void;
}) {
  const button = (act: PersonAct, label: string, grave = false) => (
    <button
      type="button"
      class={`btn btn-sm btn-outline-secondary ${grave ? "btn-danger-quiet" : ""}`}
      aria-label={`${label}: ${props.person.user_id}`}
      onClick={() => props.onAsk({ act, person: props.person })}
    >
      {label}
    </button>
  );
  return (
    <span class="row-buttons">
      {props.person.role === "admin"
        ? button("demote", "Make user")
        : button("promote", "Make administrator")}
      {button("reset", "New password")}
      {props.person.disabled ? button("enable", "Enable") : button("disable", "Disable", true)}
    </span>
  );
}

async function perform({ act, person }: AskedAct): Promise<string | null> {
  const whom = { user_id: person.user_id };
  switch (act) {
    case "disable":
      await api.people.disable.mutate(whom);
      return null;
    case "enable":
      await api.people.enable.mutate(whom);
      return null;
    case "promote":
      await api.people.setRole.mutate({ ...whom, role: "admin" });
      return null;
    case "demote":
      await api.people.setRole.mutate({ ...whom, role: "user" });
      return null;
    case "reset":
      return (await api.people.resetPassword.mutate(whom)).password;
  }
}

/** Says what an act means before it is done. */
export function PersonDialog(props: {
  asked: AskedAct | undefined;
  onClose: () => void;
  /** With the new password, where one was made. */
  onDone: (asked: AskedAct, password: string | null) => void;
}) {
  const doing = createSubmission(async () => {
    const asked = props.asked;
    if (!asked) return;
    props.onDone(asked, await perform(asked));
    props.onClose();
  });
  // The dialog keeps its words while it closes.
  const asked = createMemo<AskedAct | undefined>((before) => props.asked ?? before);
  const words = () => WORDS[asked()?.act ?? "disable"];
  return (
    <ConfirmDialog
      open={props.asked !== undefined}
      title={`${words().title} ${asked()?.person.user_id ?? ""}?`}
      action={words().action}
      grave={asked()?.act === "disable"}
      busy={doing.busy()}
      onConfirm={doing.submit}
      onClose={() => {
        doing.clear();
        props.onClose();
      }}
    >
      <p>
        <Switch>
          <Match when={asked()?.act === "disable"}>
            Every session and token ends at once, keys are refused. Coins stay where they are.
          </Match>
          <Match when={asked()?.act === "enable"}>The person can sign in again.</Match>
          <Match when={asked()?.act === "promote"}>
            An administrator can mint and burn coins, see everyone's balances and change accounts.
          </Match>
          <Match when={asked()?.act === "demote"}>
            What only administrators may do is refused from now on.
          </Match>
          <Match when={asked()?.act === "reset"}>
            Every session ends. The new password is shown here once; hand it over and have it
            changed.
          </Match>
        </Switch>
      </p>
      <FailureNote submission={doing} />
    </ConfirmDialog>
  );
}
