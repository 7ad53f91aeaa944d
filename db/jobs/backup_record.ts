import type { Sql } from "../database.ts";

/** How scheduled backups have gone lately. */
export interface BackupRecord {
  /** Tries that failed since the last good one; a process that died in one counts. */
  readonly failures: number;
  /** Why the last one failed, in one sentence. */
  readonly error: string | null;
  /** When the last good one was finished; null where there is none. */
  readonly lastGoodMs: number | null;
  /** What the last good one said of itself. */
  readonly lastGood: Record<string, unknown> | null;
}

export async function readBackupRecord(db: Sql): Promise<BackupRecord> {
  const [row] = await db.sql<BackupRecord>(
    `with good as (
       select slot, finished_at, result from job_runs
       where job = 'backup' and status = 'completed' order by slot desc limit 1
     ), later as (
       select slot, error, case status when 'failed' then attempt else attempt - 1 end as failures
       from job_runs where job = 'backup' and status in ('failed', 'running')
         and slot > coalesce((select slot from good), '-infinity')
     )
     select (select coalesce(sum(failures), 0)::int from later) as failures,
       (select error from later where error is not null order by slot desc limit 1) as error,
       (select finished_at from good) as "lastGoodMs", (select result from good) as "lastGood"`,
  );
  return row!;
}
