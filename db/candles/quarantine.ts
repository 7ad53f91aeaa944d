import type { Sql } from "../database.ts";

/** A row that did not pass validation, kept as it came. */
export interface QuarantinedRow {
  /** The coin it was asked for; `null` where even that is unknown. */
  readonly symbol: string | null;
  readonly raw: unknown;
  /** What is wrong with it, in one sentence. */
  readonly reason: string;
  readonly sourceId: number | null;
  readonly runId: string | null;
}

/** Keeps bad rows for a look; the same bad row of the same source is kept once. */
export function quarantine(_db: Sql, _rows: readonly QuarantinedRow[]): Promise<void> {
  return Promise.reject(new Error("Not written yet."));
}

/** How many rows are in quarantine. */
export function countQuarantined(_db: Sql): Promise<number> {
  return Promise.reject(new Error("Not written yet."));
}
