import { createSignal } from "solid-js";
import { invalidate } from "../../lib/data.ts";
import { createSubmission } from "../../lib/submission.ts";
import { api } from "../../trpc.ts";
import { PasswordField, SubmitRow } from "../../ui/form.tsx";
import { NewPassword } from "./NewPassword.tsx";

/** A new password for the one who knows the old one. */
export function ChangePassword(props: { email: string }) {
  const [current, setCurrent] = createSignal("");
  const [next, setNext] = createSignal("");
  const [said, setSaid] = createSignal("");
  const submission = createSubmission(async () => {
    setSaid("");
    const done = await api.auth.changePassword.mutate({
      current_password: current(),
      new_password: next(),
    });
    setCurrent("");
    setNext("");
    setSaid(done.message);
    invalidate("sessions");
    invalidate("session");
  });
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>Password</h2>
      </div>
      <form class="form" onSubmit={submission.submit}>
        <PasswordField
          label="Password of now"
          kind="current"
          required
          value={current()}
          onInput={setCurrent}
          error={submission.problemOf("current_password")}
        />
        <NewPassword
          label="New password"
          value={next()}
          onInput={setNext}
          email={props.email}
          error={submission.problemOf("new_password")}
        />
        <SubmitRow action="Change password" submission={submission}>
          <span class="muted" role="status">{said()}</span>
        </SubmitRow>
      </form>
    </section>
  );
}
