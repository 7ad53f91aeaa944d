import type { JSX } from "solid-js";
import { CopyText } from "./form.tsx";

/** Something that is shown once and never again. */
export function Secret(props: {
  readonly title: string;
  /** What it is, as in `Copy the key`. */
  readonly what: string;
  readonly text: string;
  readonly onDone: () => void;
  readonly children?: JSX.Element;
}) {
  return (
    <section class="secret" role="status">
      <strong>{props.title}</strong>
      <p>
        <CopyText text={props.text} what={props.what} />
      </p>
      <p class="muted">
        It is shown this once; the server keeps only a hash of it. {props.children}
      </p>
      <button type="button" class="btn btn-sm btn-outline-secondary" onClick={() => props.onDone()}>
        I have kept it
      </button>
    </section>
  );
}
