import { createUniqueId, For, type JSX } from "solid-js";

export interface Tab<T extends string> {
  readonly id: T;
  readonly label: string;
}

/** Views of the same thing, one at a time. Arrow keys move between them. */
export function Tabs<T extends string>(props: {
  label: string;
  tabs: readonly Tab<T>[];
  active: T;
  onSelect: (id: T) => void;
  children: JSX.Element;
}) {
  const prefix = createUniqueId();
  const move = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const here = props.tabs.findIndex((tab) => tab.id === props.active);
    const next = props.tabs[(here + step + props.tabs.length) % props.tabs.length];
    if (!next) return;
    props.onSelect(next.id);
    document.getElementById(`${prefix}-${next.id}`)?.focus();
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label={props.label} onKeyDown={move}>
        <For each={props.tabs}>
          {(tab) => (
            <button
              type="button"
              role="tab"
              id={`${prefix}-${tab.id}`}
              aria-selected={tab.id === props.active}
              aria-controls={`${prefix}-panel`}
              tabIndex={tab.id === props.active ? 0 : -1}
              onClick={() => props.onSelect(tab.id)}
            >
              {tab.label}
            </button>
          )}
        </For>
      </div>
      <div role="tabpanel" id={`${prefix}-panel`} aria-labelledby={`${prefix}-${props.active}`}>
        {props.children}
      </div>
    </>
  );
}
