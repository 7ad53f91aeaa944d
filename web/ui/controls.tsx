import { For, type JSX } from "solid-js";
import { Icon } from "./Icon.tsx";

export interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
}

/** A row of controls above a picture or table. */
export function Controls(props: { children: JSX.Element }) {
  return <div class="controls">{props.children}</div>;
}

/** One of many, by name. */
export function SelectBox<T extends string>(props: {
  label: string;
  value: T;
  choices: readonly Choice<T>[];
  onChange: (value: T) => void;
}) {
  const choose = (text: string) => {
    const choice = props.choices.find((candidate) => candidate.value === text);
    if (choice) props.onChange(choice.value);
  };
  return (
    <label class="field">
      <span>{props.label}</span>
      <select
        class="form-select form-select-sm"
        value={props.value}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        <For each={props.choices}>
          {(choice) => (
            <option value={choice.value} selected={choice.value === props.value}>
              {choice.label}
            </option>
          )}
        </For>
      </select>
    </label>
  );
}

/** One of a few, all in sight. */
export function Segmented<T extends string>(props: {
  label: string;
  value: T;
  choices: readonly Choice<T>[];
  onChange: (value: T) => void;
}) {
  return (
    <div class="segmented" role="group" aria-label={props.label}>
      <For each={props.choices}>
        {(choice) => (
          <button
            type="button"
            aria-pressed={choice.value === props.value}
            onClick={() => props.onChange(choice.value)}
          >
            {choice.label}
          </button>
        )}
      </For>
    </div>
  );
}

/** Something that is shown or not. */
export function Toggle(props: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <button
      type="button"
      class="toggle"
      aria-pressed={props.on}
      onClick={() => props.onChange(!props.on)}
    >
      {props.label}
    </button>
  );
}

/** A day by the browser's own calendar; empty for none. */
export function DayBox(props: {
  label: string;
  value: string;
  onChange: (day: string) => void;
}) {
  return (
    <label class="field">
      <span>{props.label}</span>
      <input
        type="date"
        class="form-control form-control-sm"
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      />
    </label>
  );
}

/** Text to search a table by. */
export function SearchBox(props: {
  label: string;
  value: string;
  onInput: (text: string) => void;
}) {
  return (
    <label class="searchbox">
      <Icon name="search" />
      <input
        type="search"
        class="form-control form-control-sm"
        placeholder={props.label}
        aria-label={props.label}
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </label>
  );
}
