import { createEffect, createUniqueId, type JSX } from "solid-js";

/** Asks before something that others will see; Escape and the quiet button change nothing. */
export function ConfirmDialog(props: {
  open: boolean;
  title: string;
  /** What the button does, as a verb: `Roll back`. */
  action: string;
  busy?: boolean;
  /** True until what the dialog asks for was given. */
  disabled?: boolean;
  /** What cannot be undone looks like it. */
  grave?: boolean;
  onConfirm: () => void;
  onClose: () => void;
  children: JSX.Element;
}) {
  const id = createUniqueId();
  let dialog!: HTMLDialogElement;
  createEffect(() => {
    if (props.open && !dialog.open) dialog.showModal();
    if (!props.open && dialog.open) dialog.close();
  });
  const confirm = (event: SubmitEvent) => {
    event.preventDefault();
    if (!props.busy && !props.disabled) props.onConfirm();
  };
  return (
    <dialog class="dialog" ref={dialog} aria-labelledby={id} onClose={() => props.onClose()}>
      <form onSubmit={confirm}>
        <h2 id={id}>{props.title}</h2>
        {props.children}
        <div class="dialog-buttons">
          <button
            type="button"
            class="btn btn-sm btn-outline-secondary"
            onClick={() => dialog.close()}
          >
            Cancel
          </button>
          <button
            type="submit"
            class={`btn btn-sm ${props.grave ? "btn-danger" : "btn-primary"}`}
            disabled={props.busy || props.disabled}
          >
            {props.action}
          </button>
        </div>
      </form>
    </dialog>
  );
}
