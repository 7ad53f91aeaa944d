import type { JSX } from "solid-js";

/** Something that is one click away, closed at first. */
export function Expander(props: { title: string; children: JSX.Element }) {
  return (
    <details class="expander">
      <summary>
        <span class="expander-mark" aria-hidden="true" />
        {props.title}
      </summary>
      <div class="expander-body">{props.children}</div>
    </details>
  );
}
