import { For, type JSX, Show } from "solid-js";
import { type Column, drawCell } from "./DataTable.tsx";

/** A page of rows in the server's order; more are fetched on demand, so nothing is sorted here. */
export function PagedTable<Row>(props: {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Said where there are no rows. */
  readonly empty: JSX.Element;
  readonly hasMore: boolean;
  readonly busy?: boolean;
  readonly onMore: () => void;
}) {
  return (
    <>
      <div class="table-frame" tabindex="0" role="region" aria-label={props.caption}>
        <table class="table">
          <caption class="visually-hidden">{props.caption}</caption>
          <thead>
            <tr>
              <For each={props.columns}>
                {(column) => (
                  <th
                    scope="col"
                    class={column.numeric ? "numeric" : undefined}
                    title={column.hint}
                  >
                    {column.label}
                  </th>
                )}
              </For>
            </tr>
          </thead>
          <tbody>
            <For each={props.rows}>
              {(row) => <PlainRow row={row} columns={props.columns} />}
            </For>
          </tbody>
        </table>
        <Show when={props.rows.length === 0}>
          <p class="table-empty muted">{props.empty}</p>
        </Show>
      </div>
      <p class="load-more" aria-live="polite">
        <Show when={props.hasMore}>
          <button
            type="button"
            class="btn btn-sm btn-outline-secondary"
            disabled={props.busy}
            onClick={() => props.onMore()}
          >
            Show more
          </button>
        </Show>
        <span class="muted">
          {props.rows.length === 0 ? "" : `${props.rows.length} shown`}
          {props.rows.length > 0 && !props.hasMore ? ", which is all" : ""}
        </span>
      </p>
    </>
  );
}

function PlainRow<Row>(props: { row: Row; columns: readonly Column<Row>[] }) {
  return (
    <tr>
      <For each={props.columns}>
        {(column, index) => (
          <Show
            when={index() === 0}
            fallback={
              <td class={column.numeric ? "numeric" : undefined}>
                {drawCell(column, props.row)}
              </td>
            }
          >
            <th scope="row">{drawCell(column, props.row)}</th>
          </Show>
        )}
      </For>
    </tr>
  );
}
