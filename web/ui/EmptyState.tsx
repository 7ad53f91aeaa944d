import type { JSX } from "solid-js";

/** Says why nothing is here and what will change that. */
export function EmptyState(props: { title: string; children: JSX.Element }) {
  return (
    <div class="empty">
      <p class="empty-title">{props.title}</p>
      <p class="muted">{props.children}</p>
    </div>
  );
}
