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

/** Keeps bad rows for a look; the same bad row, found again by a later run, is kept once. */
export async function quarantine(db: Sql, rows: readonly QuarantinedRow[]): Promise<void> {
  if (rows.length === 0) return;
  const records = rows.map((row) => ({ ...row, raw: storable(row.raw) }));
  await db.sql(
    `insert into quarantined_candles (symbol, raw, reason, fingerprint, source_id, run_id, created_at)
     select r."symbol", r."raw", r."reason",
       md5(coalesce(r."symbol", '') || r."reason" || r."raw"::text), r."sourceId", r."runId", now()
     from jsonb_to_recordset($1::jsonb)
       as r("symbol" text, "raw" jsonb, "reason" text, "sourceId" int, "runId" bigint)
     on conflict (fingerprint) do nothing`,
    [JSON.stringify(records).replaceAll("\\u0000", "\\ufffd")],
  );
}

/** What JSON cannot say (NaN, an absent row) is kept as text; the column is never NULL. */
function storable(raw: unknown): unknown {
  if (raw === undefined || raw === null) return String(raw);
  if (typeof raw === "number" && !Number.isFinite(raw)) return String(raw);
  return raw;
}

/** How many rows are in quarantine. */
export async function countQuarantined(db: Sql): Promise<number> {
  const rows = await db.sql<{ count: number }>("select count(*) as count from quarantined_candles");
  return rows[0]!.count;
}
