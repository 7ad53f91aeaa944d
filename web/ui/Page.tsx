import { createEffect, type JSX, Show } from "solid-js";

/** A page: its name, one sentence that states the finding, and what supports it. */
export function Page(props: {
  title: string;
  /** What the browser's tab says, where the title is too long for it. */
  tabTitle?: string;
  finding?: JSX.Element;
  aside?: JSX.Element;
  children: JSX.Element;
}) {
  createEffect(() => document.title = `${props.tabTitle ?? props.title} · Crypto AI`);
  return (
    <article class="page">
      <header class="page-head">
        <div>
          <h1>{props.title}</h1>
          <Show when={props.finding}>
            <p class="finding">{props.finding}</p>
          </Show>
        </div>
        {props.aside}
      </header>
      {props.children}
    </article>
  );
}
