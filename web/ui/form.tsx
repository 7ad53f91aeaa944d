import { createSignal, createUniqueId, type JSX, Show } from "solid-js";
import type { Submission } from "../lib/submission.ts";
import { Icon } from "./Icon.tsx";

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (text: string) => void;
  /** What is wrong with it; read aloud with the field. */
  readonly error?: string;
  /** What it takes, in sight before anything is wrong. */
  readonly hint?: JSX.Element;
  readonly type?: "text" | "email" | "password" | "date" | "number" | "tel" | "time";
  readonly autocomplete?: string;
  readonly inputMode?: "decimal" | "numeric" | "email";
  readonly required?: boolean;
  readonly disabled?: boolean;
  readonly onBlur?: () => void;
  /** Stands behind the text, for instance a unit. */
  readonly unit?: string;
  readonly aside?: JSX.Element;
}

/** One line of text under its label, with its hint and its error tied to it. */
export function TextField(props: TextFieldProps) {
  const id = createUniqueId();
  const described = () =>
    [props.hint ? `${id}-hint` : "", props.error ? `${id}-error` : ""].join(" ").trim() ||
    undefined;
  return (
    <div class="form-row">
      <label for={id}>{props.label}</label>
      <div class="form-input">
        <input
          id={id}
          class="form-control form-control-sm"
          type={props.type ?? "text"}
          value={props.value}
          required={props.required}
          disabled={props.disabled}
          autocomplete={props.autocomplete ?? "off"}
          autocapitalize="none"
          spellcheck={false}
          inputmode={props.inputMode}
          aria-invalid={props.error ? true : undefined}
          aria-describedby={described()}
          onInput={(event) => props.onInput(event.currentTarget.value)}
          onBlur={() => props.onBlur?.()}
        />
        <Show when={props.unit}>
          <span class="form-unit muted">{props.unit}</span>
        </Show>
        {props.aside}
      </div>
      <Show when={props.hint}>
        <p class="form-hint muted" id={`${id}-hint`}>{props.hint}</p>
      </Show>
      <Show when={props.error}>
        <p class="form-error" id={`${id}-error`}>{props.error}</p>
      </Show>
    </div>
  );
}

/** A password, hidden until the reader asks to see it. */
export function PasswordField(
  props: Omit<TextFieldProps, "type" | "aside" | "autocomplete"> & {
    /** `current` lets a password manager fill it in, `new` makes one up, `secret` keeps it out. */
    readonly kind: "current" | "new" | "secret";
  },
) {
  const [shown, setShown] = createSignal(false);
  return (
    <TextField
      {...props}
      type={shown() ? "text" : "password"}
      autocomplete={props.kind === "secret" ? "off" : `${props.kind}-password`}
      aside={
        <button
          type="button"
          class="btn btn-sm btn-quiet"
          aria-pressed={shown()}
          aria-label={`Show ${props.label.toLowerCase()}`}
          onClick={() => setShown(!shown())}
        >
          <Icon name={shown() ? "eye-off" : "eye"} />
        </button>
      }
    />
  );
}

/** The button of a form and what the server had against it. */
export function SubmitRow(props: {
  readonly action: string;
  readonly busyWord?: string;
  readonly submission: Submission;
  readonly disabled?: boolean;
  readonly children?: JSX.Element;
}) {
  return (
    <>
      <FailureNote submission={props.submission} />
      <div class="form-buttons">
        <button
          type="submit"
          class="btn btn-sm btn-primary"
          disabled={props.disabled || props.submission.busy()}
        >
          {props.submission.busy() ? props.busyWord ?? "Working…" : props.action}
        </button>
        {props.children}
      </div>
    </>
  );
}

/** What the server answered to a form, where it refused. */
export function FailureNote(props: { readonly submission: Submission }) {
  return (
    <div role="alert">
      <Show when={props.submission.failure()}>
        {(failure) => (
          <p class="note note-error form-note">
            <Icon name="circle-alert" size={20} />
            <span>
              {failure().message}{" "}
              <Show when={failure().code === "INTERNAL_ERROR" && failure().requestId}>
                {(id) => <span class="muted">Request {id()}.</span>}
              </Show>
            </span>
          </p>
        )}
      </Show>
    </div>
  );
}

/** Copies and remembers it; `onBarred` where the browser has no clipboard for plain http. */
function createCopy(text: () => string, onBarred: () => void) {
  const [copied, setCopied] = createSignal(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      setCopied(true);
    } catch {
      onBarred();
    }
  };
  return { copied, copy };
}

/** Takes a text along that is not in sight; it is not there where there is no clipboard. */
export function CopyButton(props: { readonly text: string; readonly label: string }) {
  const { copied, copy } = createCopy(() => props.text, () => {});
  return (
    <Show when={isSecureContext}>
      <button type="button" class="btn btn-sm btn-quiet" onClick={() => void copy()}>
        <Icon name={copied() ? "check" : "copy"} />
        <span aria-live="polite">{copied() ? "Copied" : props.label}</span>
      </button>
    </Show>
  );
}

/** A text that can be taken along by one click; the text itself stays in sight. */
export function CopyText(props: { readonly text: string; readonly what: string }) {
  let field!: HTMLElement;
  const { copied, copy } = createCopy(
    () => props.text,
    () => getSelection()?.selectAllChildren(field),
  );
  return (
    <span class="copy-text">
      <code ref={field}>{props.text}</code>
      <button type="button" class="btn btn-sm btn-quiet" onClick={() => void copy()}>
        <Icon name={copied() ? "check" : "copy"} />
        <span class="visually-hidden">Copy {props.what}</span>
      </button>
      <span class="visually-hidden" role="status">{copied() ? `Copied ${props.what}` : ""}</span>
    </span>
  );
}
