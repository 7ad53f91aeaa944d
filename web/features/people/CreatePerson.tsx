import { createSignal } from "solid-js";
import { createSubmission } from "../../lib/submission.ts";
import { api } from "../../trpc.ts";
import { SelectBox } from "../../ui/controls.tsx";
import { SubmitRow, TextField } from "../../ui/form.tsx";

const ROLES = [
  { value: "user", label: "user" },
  { value: "admin", label: "administrator" },
] as const;

/** An account for someone else, with a password that is made up and shown once. */
export function CreatePerson(props: { onMade: (userId: string, password: string) => void }) {
  const [email, setEmail] = createSignal("");
  const [userId, setUserId] = createSignal("");
  const [role, setRole] = createSignal<"user" | "admin">("user");
  const submission = createSubmission(async () => {
    const made = await api.people.create.mutate({
      email: email(),
      role: role(),
      ...(userId().trim() === "" ? {} : { user_id: userId().trim() }),
    });
    setEmail("");
    setUserId("");
    props.onMade(made.person.user_id, made.password ?? "");
  });
  return (
    <section class="panel panel-above">
      <div class="panel-head">
        <h2>New account</h2>
        <span class="muted panel-note">the password is made up and shown once</span>
      </div>
      <form class="form form-line" onSubmit={submission.submit}>
        <TextField
          label="Email"
          type="email"
          required
          value={email()}
          onInput={setEmail}
          error={submission.problemOf("email")}
        />
        <TextField
          label="User id (optional)"
          value={userId()}
          onInput={setUserId}
          error={submission.problemOf("user_id")}
        />
        <div class="form-buttons">
          <SelectBox label="Role" value={role()} choices={ROLES} onChange={setRole} />
        </div>
        <div class="form-line-end">
          <SubmitRow action="Create account" submission={submission} />
        </div>
      </form>
    </section>
  );
}
