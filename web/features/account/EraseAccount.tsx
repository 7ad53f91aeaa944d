import { createSignal } from "solid-js";
import type { Account } from "../../../server/auth/schema.ts";
import { createSubmission } from "../../lib/submission.ts";
import { api } from "../../trpc.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { FailureNote, PasswordField, TextField } from "../../ui/form.tsx";
import { startAnew } from "./session.ts";

/** Erases the account for good, after its consequences were read and its user id typed. */
export function EraseAccount(props: { account: Account }) {
  const [asking, setAsking] = createSignal(false);
  const [typed, setTyped] = createSignal("");
  const [password, setPassword] = createSignal("");
  const erasing = createSubmission(async () => {
    await api.auth.erase.mutate(password() === "" ? {} : { password: password() });
    startAnew("/");
  });
  const close = () => {
    setAsking(false);
    setTyped("");
    setPassword("");
    erasing.clear();
  };
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>Erase the account</h2>
      </div>
      <p class="muted panel-note">
        Takes away the email, the password, keys, sessions, chats and alerts at once and for good.
        Coins that are left cannot be reached by anyone afterwards: send them away first.
      </p>
      <button
        type="button"
        class="btn btn-sm btn-outline-secondary btn-danger-quiet"
        onClick={() => setAsking(true)}
      >
        Erase the account…
      </button>
      <ConfirmDialog
        open={asking()}
        title="Erase this account for good?"
        action="Erase for good"
        grave
        busy={erasing.busy()}
        disabled={typed() !== props.account.user_id || password() === ""}
        onConfirm={erasing.submit}
        onClose={close}
      >
        <ul class="dialog-list">
          <li>You are signed out everywhere and cannot sign in again.</li>
          <li>Your keys stop working, your chats and alerts are deleted.</li>
          <li>
            The ledger keeps its rows, which must add up, under a random name that leads to nobody.
          </li>
          <li>Coins you still hold stay where they are and are lost to you.</li>
        </ul>
        <div class="form dialog-form">
          <TextField
            label={`Type ${props.account.user_id} to confirm`}
            value={typed()}
            onInput={setTyped}
          />
          <PasswordField
            label="Password"
            kind="current"
            value={password()}
            onInput={setPassword}
            error={erasing.problemOf("password")}
          />
          <FailureNote submission={erasing} />
        </div>
      </ConfirmDialog>
    </section>
  );
}
