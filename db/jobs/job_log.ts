import type { Sql } from "../database.ts";

export type JobLogLevel = "debug" | "info" | "warn" | "error";

/** One thing that a run said while it worked. */
export interface JobLogLine {
  readonly id: number;
  /** 1 for the first time that the slot was tried. */
  readonly attempt: number;
  readonly atMs: number;
  readonly level: JobLogLevel;
  readonly message: string;
}

/** Adds lines to the log of a run, in order. */
export async function addJobLog(
  db: Sql,
  input: {
    readonly runId: string;
    readonly attempt: number;
    readonly lines: readonly Pick<JobLogLine, "atMs" | "level" | "message">[];
  },
): Promise<void> {
  const { runId, attempt, lines } = input;
  if (lines.length === 0) return;
  await db.sql(
    `insert into job_log_lines (run_id, attempt, at, level, message)
     select $1, $2, to_timestamp(at / 1000), level, message
     from unnest($3::float8[], $4::text[], $5::text[]) with ordinality
       as line(at, level, message, position)
     order by position`,
    [
      runId,
      attempt,
      lines.map((line) => line.atMs),
      lines.map((line) => line.level),
      lines.map((line) => line.message),
    ],
  );
}

/** The newest lines of a run, oldest first. */
export async function readJobLog(
  db: Sql,
  input: { readonly runId: string; readonly limit: number },
): Promise<JobLogLine[]> {
  return await db.sql<JobLogLine>(
    `select * from (
       select id, attempt, at as "atMs", level, message from job_log_lines
       where run_id = $1 order by id desc limit $2
     ) newest order by id`,
    [input.runId, input.limit],
  );
}
