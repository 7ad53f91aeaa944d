/** One measured figure, beside its peer where it has one. */
export interface BenchRow {
  readonly name: string;
  /** The figure itself, in `unit`. */
  readonly value: number;
  readonly unit?: string;
  /** What was measured in the same run to compare with, for instance `bare COPY`. */
  readonly peer?: string | null;
  /** Our figure over the peer's. */
  readonly ratio?: number | null;
  /** What the figure or the ratio has to be, in words: `>= 15000/s and ratio >= 0.2`. */
  readonly target?: string | null;
  /** Whether the target is met; `null` where it could not be judged, for instance without a peer. */
  readonly ok: boolean | null;
}

/** A benchmark: measures, says what it is doing, and returns its rows. */
export type Bench = (
  log: (line: string) => void,
  options: BenchOptions,
) => Promise<readonly BenchRow[]>;

/** What the command line may ask of a benchmark. */
export interface BenchOptions {
  /** Rows of a large table, for the benchmarks that have one. */
  readonly rows?: number;
}

const HEAD = ["figure", "value", "peer", "ratio", "target", "ok"];

/** The rows as a table for the terminal, numbers to the right. */
export function formatTable(rows: readonly BenchRow[]): string {
  const lines = [HEAD, ...rows.map(formatRow)];
  const widths = HEAD.map((_, at) => Math.max(...lines.map((line) => (line[at] ?? "").length)));
  return lines.map((line) =>
    line.map((cell, at) =>
      at === 1 || at === 3 ? cell.padStart(widths[at] as number) : cell.padEnd(widths[at] as number)
    ).join("  ").trimEnd()
  ).join("\n");
}

function formatRow(row: BenchRow): string[] {
  const value = `${formatNumber(row.value)}${row.unit ? ` ${row.unit}` : ""}`;
  const ratio = row.ratio === null || row.ratio === undefined ? "" : row.ratio.toFixed(3);
  const ok = row.ok === null ? "not judged" : row.ok ? "yes" : "NO";
  return [row.name, value, row.peer ?? "", ratio, row.target ?? "", ok];
}

function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return "none";
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 1 ? 2 : 4;
  return value.toLocaleString("en-US", {
    maximumFractionDigits: digits,
    minimumFractionDigits: digits,
  });
}
