import { createMemo, For, type JSX, Show } from "solid-js";
import { UNKNOWN } from "../lib/format.ts";
import { type Codec, createParam, textCodec } from "../lib/param.ts";
import { SearchBox } from "./controls.tsx";
import { Icon } from "./Icon.tsx";
import { saveFile } from "./save_file.ts";
import {
  type ColumnValues,
  parseOrder,
  printOrder,
  searchRows,
  type SortOrder,
  sortRows,
  toCsv,
} from "./table_model.ts";

export interface Column<Row> extends ColumnValues<Row> {
  /** How the value is drawn; as it is, where this is missing. */
  readonly cell?: (row: Row) => JSX.Element;
  /** Figures are set to the right, in digits of one width. */
  readonly numeric?: boolean;
  /** Longer words for the head, shown on hover and read aloud. */
  readonly hint?: string;
  /** Drawings such as sparklines: no sorting, no CSV. */
  readonly drawing?: boolean;
}

export interface DataTableProps<Row> {
  /** What the table shows, for its caption and for the name of its file. */
  readonly caption: string;
  readonly fileName: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Address that a row opens. */
  readonly rowLink?: (row: Row) => string;
  readonly onOpen?: (address: string) => void;
  readonly initialOrder: SortOrder;
  /** Columns that the reader has to ask for. */
  readonly hiddenAtFirst?: readonly string[];
  readonly searchLabel?: string;
  /** Said where nothing matches. */
  readonly empty: string;
}

function orderCodec<Row>(columns: readonly Column<Row>[]): Codec<SortOrder> {
  const ids = columns.filter((column) => !column.drawing).map((column) => column.id);
  return { parse: (text) => parseOrder(text, ids), print: printOrder };
}

const listCodec: Codec<readonly string[]> = {
  parse: (text) => text.split(",").filter((id) => id !== ""),
  print: (ids) => ids.join(","),
};

/**
 * A table that can be sorted, searched, narrowed and taken along as CSV. Sort, search and columns
 * are kept in the address. Arrow keys go from row to row, Enter opens one.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const [order, setOrder] = createParam("sort", props.initialOrder, orderCodec(props.columns));
  const [search, setSearch] = createParam("q", "", textCodec);
  const [hidden, setHidden] = createParam("hide", props.hiddenAtFirst ?? [], listCodec);
  const first = () => props.columns[0]?.id;
  const columns = createMemo(() =>
    props.columns.filter((column) => column.id === first() || !hidden().includes(column.id))
  );
  const rows = createMemo(() =>
    sortRows(searchRows(props.rows, props.columns, search()), props.columns, order())
  );
  const save = () => {
    const written = columns().filter((column) => !column.drawing);
    saveFile(`${props.fileName}.csv`, "text/csv", toCsv(written, rows()));
  };
  const hide = (id: string, away: boolean) =>
    setHidden(away ? [...hidden(), id] : hidden().filter((other) => other !== id));
  return (
    <section class="data-table">
      <div class="controls">
        <Show when={props.searchLabel}>
          {(label) => <SearchBox label={label()} value={search()} onInput={setSearch} />}
        </Show>
        <span class="controls-gap" />
        <ColumnPicker columns={props.columns.slice(1)} hidden={hidden()} onHide={hide} />
        <button type="button" class="btn btn-sm btn-quiet" onClick={save}>
          <Icon name="download" /> CSV
        </button>
      </div>
      <div class="table-frame" tabindex="0" role="region" aria-label={props.caption}>
        <table class="table" onKeyDown={moveBetweenRows}>
          <caption class="visually-hidden">{props.caption}</caption>
          <thead>
            <tr>
              <For each={columns()}>
                {(column) => <HeadCell column={column} order={order()} onSort={setOrder} />}
              </For>
            </tr>
          </thead>
          <tbody>
            <For each={rows()}>
              {(row) => <BodyRow row={row} columns={columns()} table={props} />}
            </For>
          </tbody>
        </table>
        <Show when={rows().length === 0}>
          <p class="table-empty muted">
            {search() ? `Nothing matches "${search()}".` : props.empty}
          </p>
        </Show>
      </div>
    </section>
  );
}

function HeadCell<Row>(props: {
  column: Column<Row>;
  order: SortOrder;
  onSort: (order: SortOrder) => void;
}) {
  const active = () => props.order.column === props.column.id;
  const sorted = () => !active() ? "none" : props.order.descending ? "descending" : "ascending";
  // Figures are first wanted from the largest down, words from A on.
  const next = () => ({
    column: props.column.id,
    descending: active() ? !props.order.descending : props.column.numeric === true,
  });
  return (
    <th
      scope="col"
      class={props.column.numeric ? "numeric" : undefined}
      aria-sort={props.column.drawing ? undefined : sorted()}
      title={props.column.hint}
    >
      <Show when={!props.column.drawing} fallback={props.column.label}>
        <button type="button" onClick={() => props.onSort(next())}>
          {props.column.label}
          <span class="sort-mark" aria-hidden="true">
            {sorted() === "descending" ? "↓" : sorted() === "ascending" ? "↑" : ""}
          </span>
        </button>
      </Show>
    </th>
  );
}

/** A cell as its column draws it; a dash where the value is not known. */
export function drawCell<Row>(column: Column<Row>, row: Row): JSX.Element {
  return column.cell?.(row) ?? column.value(row) ?? UNKNOWN;
}

function BodyRow<Row>(props: {
  row: Row;
  columns: readonly Column<Row>[];
  table: DataTableProps<Row>;
}) {
  const address = () => props.table.rowLink?.(props.row);
  const open = (event: MouseEvent) => {
    const target = address();
    // Clicks on links, and those that end a text selection, are not for the row.
    if (!target || (event.target as Element).closest("a, button")) return;
    if (getSelection()?.toString()) return;
    props.table.onOpen?.(target);
  };
  const draw = (column: Column<Row>) => drawCell(column, props.row);
  return (
    <tr onClick={open} classList={{ opens: address() !== undefined }}>
      <For each={props.columns}>
        {(column, index) => (
          <Show
            when={index() === 0}
            fallback={<td class={column.numeric ? "numeric" : undefined}>{draw(column)}</td>}
          >
            <th scope="row">
              <Show when={address()} fallback={draw(column)}>
                {(target) => <a href={target()} data-row-link>{draw(column)}</a>}
              </Show>
            </th>
          </Show>
        )}
      </For>
    </tr>
  );
}

function ColumnPicker<Row>(props: {
  columns: readonly Column<Row>[];
  hidden: readonly string[];
  onHide: (id: string, away: boolean) => void;
}) {
  return (
    <details class="menu">
      <summary class="btn btn-sm btn-quiet">
        <Icon name="columns-3" /> Columns
      </summary>
      <fieldset class="menu-body">
        <legend class="visually-hidden">Columns shown</legend>
        <For each={props.columns}>
          {(column) => (
            <label class="check">
              <input
                type="checkbox"
                class="form-check-input"
                checked={!props.hidden.includes(column.id)}
                onChange={(event) => props.onHide(column.id, !event.currentTarget.checked)}
              />
              {column.label}
            </label>
          )}
        </For>
      </fieldset>
    </details>
  );
}

function moveBetweenRows(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>("a[data-row-link]")];
  const here = links.findIndex((link) => link === document.activeElement);
  const next = links[here + step];
  if (here < 0 || !next) return;
  event.preventDefault();
  next.focus();
}
