import { For } from "solid-js";
import { PasswordField } from "../../ui/form.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { passwordRules } from "./password_words.ts";

/** A new password with its rules, each ticked as it is met. */
export function NewPassword(props: {
  readonly label: string;
  readonly value: string;
  readonly onInput: (text: string) => void;
  /** Whose it will be: the address must not be in it. */
  readonly email: string;
  readonly error?: string;
}) {
  return (
    <PasswordField
      label={props.label}
      kind="new"
      required
      value={props.value}
      onInput={props.onInput}
      error={props.error}
      hint={<Rules password={props.value} email={props.email} />}
    />
  );
}

function Rules(props: { password: string; email: string }) {
  return (
    <span class="rules">
      <For each={passwordRules(props.password, props.email)}>
        {(rule) => (
          <span class="rule" classList={{ "rule-met": rule.met }}>
            <Icon name={rule.met ? "check" : "circle-dashed"} size={14} /> {rule.words}
            <span class="visually-hidden">{rule.met ? ", met" : ""}</span>
          </span>
        )}
      </For>
    </span>
  );
}
