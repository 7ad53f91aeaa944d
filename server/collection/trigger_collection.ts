import type { z } from "zod";
import { auditAct } from "../audit/audit_act.ts";
import type { RequestContext } from "../context.ts";
import { AppError } from "../errors.ts";
import type { triggerInput, triggerOutput } from "./schema.ts";

const DAY_MS = 86_400_000;

/**
 * Starts a collection run, or names the one that is under way. An end given as a day includes that
 * day.
 *
 * @throws {AppError} VALIDATION_ERROR for a date that does not exist or a range that runs backwards
 */
export async function triggerCollection(
  ctx: RequestContext,
  input: z.output<typeof triggerInput>,
): Promise<z.infer<typeof triggerOutput>> {
  const fromMs = parseDay("start_date", input.start_date, 0);
  const toMs = parseDay("end_date", input.end_date, DAY_MS - 1);
  if (fromMs !== undefined && toMs !== undefined && fromMs > toMs) {
    throw invalid("start_date", `"${input.start_date}" is later than "${input.end_date}"`);
  }
  const { app } = ctx;
  // Noted first: a run goes on in the background and cannot be taken back if its record fails.
  await auditAct(ctx, app.db, { act: "collection.trigger", target: null, details: input });
  const run = await app.jobs.triggerCollection({
    mode: input.mode,
    ...(fromMs !== undefined && { fromMs }),
    ...(toMs !== undefined && { toMs }),
  });
  return { run_id: run.runId, status: run.status };
}

function parseDay(field: string, value: string | undefined, dayEndMs: number): number | undefined {
  if (value === undefined) return undefined;
  const ms = Date.parse(value);
  const day = value.slice(0, 10);
  const midnightMs = Date.parse(`${day}T00:00:00Z`);
  // 2025-02-31 must be refused, not read as the third of March.
  const dayExists = !Number.isNaN(midnightMs) &&
    new Date(midnightMs).toISOString().startsWith(day);
  if (Number.isNaN(ms) || !dayExists) throw invalid(field, `"${value}" is not a date`);
  return value.length === 10 ? ms + dayEndMs : ms;
}

function invalid(field: string, message: string): AppError {
  return new AppError(
    "VALIDATION_ERROR",
    `The range cannot be used. ${message}. A date looks like 2025-10-01.`,
    { details: [{ field, message }] },
  );
}
