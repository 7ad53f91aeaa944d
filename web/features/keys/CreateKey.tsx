import { createSignal, Show } from "solid-js";
import type { NewKey } from "../../../server/auth/schema.ts";
import { createSubmission } from "../../lib/submission.ts";
import { api } from "../../trpc.ts";
import { SelectBox } from "../../ui/controls.tsx";
import { SubmitRow, TextField } from "../../ui/form.tsx";

const EXPIRIES = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "a year" },
  { value: "", label: "never" },
] as const;
const ROLES = [
  { value: "user", label: "user" },
  { value: "admin", label: "administrator" },
] as const;

/** A name, a term and, for administrators, a role: what a new key is made of. */
export function CreateKey(props: { isAdmin: boolean; onMade: (made: NewKey) => void }) {
  const [name, setName] = createSignal("");
  const [role, setRole] = createSignal<"user" | "admin">("user");
  const [days, setDays] = createSignal<typeof EXPIRIES[number]["value"]>("90");
  const submission = createSubmission(async () => {
    const made = await api.keys.create.mutate({
      name: name().trim(),
      role: role(),
      expires_days: days() === "" ? null : Number(days()),
    });
    setName("");
    props.onMade(made);
  });
  return (
    <section class="panel panel-above">
      <div class="panel-head">
        <h2>New key</h2>
      </div>
      <form class="form" onSubmit={submission.submit}>
        <TextField
          label="Name"
          required
          value={name()}
          onInput={setName}
          hint="What uses it, for instance the name of a script."
          error={submission.problemOf("name")}
        />
        <div class="controls">
          <SelectBox label="Expires in" value={days()} choices={EXPIRIES} onChange={setDays} />
          <Show when={props.isAdmin}>
            <SelectBox label="Role" value={role()} choices={ROLES} onChange={setRole} />
          </Show>
        </div>
        <SubmitRow action="Create key" submission={submission} />
      </form>
    </section>
  );
}
