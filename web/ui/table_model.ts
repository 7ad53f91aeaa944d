/** What a cell holds, before it is drawn: the value it is sorted by and written to CSV with. */
export type CellValue = string | number | null;

/** What sorting, searching and writing need to know of a column. */
export interface ColumnValues<Row> {
  readonly id: string;
  readonly label: string;
  readonly value: (row: Row) => CellValue;
  /** What it is sorted by where that is not its value, for instance the size of a decimal text. */
  readonly rank?: (row: Row) => CellValue;
}

export interface SortOrder {
  readonly column: string;
  readonly descending: boolean;
}

function compare(left: CellValue, right: CellValue): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  return String(left).localeCompare(String(right), "en");
}

/** Rows in order of one column; rows without a value come last either way. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly ColumnValues<Row>[],
  order: SortOrder,
): Row[] {
  const column = columns.find((candidate) => candidate.id === order.column);
  if (!column) return [...rows];
  const rank = column.rank ?? column.value;
  const known = rows.filter((row) => rank(row) !== null);
  const unknown = rows.filter((row) => rank(row) === null);
  const sign = order.descending ? -1 : 1;
  known.sort((left, right) => sign * compare(rank(left), rank(right)));
  return [...known, ...unknown];
}

/** Rows in which some text column contains what is looked for, in any case. */
export function searchRows<Row>(
  rows: readonly Row[],
  columns: readonly ColumnValues<Row>[],
  text: string,
): Row[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return [...rows];
  return rows.filter((row) =>
    columns.some((column) => {
      const value = column.value(row);
      return typeof value === "string" && value.toLowerCase().includes(wanted);
    })
  );
}

/**
 * Whether a spreadsheet would take the text for a formula (OWASP, CSV injection; the full-width forms
 * too, which some turn into the plain ones). Names and notes come from outside; a decimal text is a
 * number and stays one.
 */
function isFormula(text: string): boolean {
  return /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text);
}

/**
 * A program that splits at semicolons, tabs or line ends, as spreadsheets of many countries do, finds
 * beginnings of cells inside a text.
 */
function defuseInside(text: string): string {
  return text.replace(/([;\t\r\n][ "']*)(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/g, "$1'");
}

function csvField(value: CellValue): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = defuseInside(value);
  const safe = isFormula(value) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The rows as CSV (RFC 4180), figures in full precision. */
export function toCsv<Row>(columns: readonly ColumnValues<Row>[], rows: readonly Row[]): string {
  const head = columns.map((column) => csvField(column.label));
  const body = rows.map((row) => columns.map((column) => csvField(column.value(row))));
  return [head, ...body].map((fields) => fields.join(",")).join("\r\n") + "\r\n";
}

/** `volume.desc` */
export function printOrder(order: SortOrder): string {
  return `${order.column}.${order.descending ? "desc" : "asc"}`;
}

/** Undefined for what no column can be sorted by. */
export function parseOrder(text: string, columns: readonly string[]): SortOrder | undefined {
  const [column = "", way] = text.split(".");
  if (!columns.includes(column) || (way !== "desc" && way !== "asc")) return undefined;
  return { column, descending: way === "desc" };
}
