import {
  candleSpans,
  championModel,
  countGaps,
  type Database,
  readBackupRecord,
} from "../../db/mod.ts";
import type { DbTask } from "./db.ts";

/** Version, size, candles, gaps, model and last backup in a few lines. */
export async function describeDatabase({ db, config }: DbTask): Promise<string> {
  const [server] = await db.sql<{ version: string; bytes: number; tables: number }>(
    `select current_setting('server_version') as version,
       pg_database_size(current_database()) as bytes,
       (select count(*) from information_schema.tables
         where table_schema = current_schema() and table_name = 'candles') as tables`,
  );
  const where = db.embedded ? "embedded in DATA_DIR" : "at DATABASE_URL";
  const lines = [`PostgreSQL ${server?.version}, ${where}, ${mebibytes(server?.bytes ?? 0)}`];
  if (!server?.tables) return [...lines, "No schema yet: run deno task db migrate."].join("\n");
  return [
    ...lines,
    await describeCandles(db),
    await describeModel(db),
    await describeBackup(db, config.backupTarget),
  ].join("\n");
}

async function describeCandles(db: Database): Promise<string> {
  const spans = await candleSpans(db);
  const count = spans.reduce((sum, span) => sum + span.count, 0);
  const first = Math.min(...spans.flatMap((span) => span.firstMs ?? []));
  const last = Math.max(...spans.flatMap((span) => span.lastMs ?? []));
  const range = count === 0 ? "" : `, ${describeTime(first)} to ${describeTime(last)}`;
  const gaps = Object.entries(await countGaps(db)).map(([status, n]) => `${n} ${status}`);
  return `${count} candles of ${spans.length} coins${range}\nGaps: ${gaps.join(", ") || "none"}`;
}

async function describeModel(db: Database): Promise<string> {
  const model = await championModel(db);
  return model === null
    ? "No model yet: the naive forecast is published."
    : `Model ${model.id}, ${model.type}, trained ${describeTime(model.trainedAtMs)}`;
}

async function describeBackup(db: Database, target: string | undefined): Promise<string> {
  const { failures, error, lastGoodMs } = await readBackupRecord(db);
  const failed = failures === 0
    ? ""
    : `, ${failures} failed since: ${error ?? "its process ended"}`;
  if (lastGoodMs !== null) return `Last scheduled backup ${describeTime(lastGoodMs)}${failed}`;
  return target === undefined
    ? "No scheduled backups: BACKUP_TARGET is not set."
    : `No scheduled backup yet${failed}`;
}

export function describeTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

export function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
