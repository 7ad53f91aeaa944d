import type { z } from "zod";
import { auditAct } from "../audit/audit_act.ts";
import type { RequestContext } from "../context.ts";
import { AppError } from "../errors.ts";
import type { rollbackInput, rollbackOutput } from "./schema.ts";

/**
 * Makes the champion before the present one, or the one named, champion again.
 *
 * @throws {AppError} CONFLICT with the reason where it is refused; nothing is changed then
 */
export async function rollBack(
  ctx: RequestContext,
  input: z.output<typeof rollbackInput>,
): Promise<z.infer<typeof rollbackOutput>> {
  const target = input.model_id === undefined ? null : `model:${input.model_id}` as const;
  // Noted first, refused ones too: the jobs change the champion in a transaction of their own.
  await auditAct(ctx, ctx.app.db, { act: "models.rollback", target, details: {} });
  const outcome = await ctx.app.jobs.rollbackModel(
    input.model_id === undefined ? {} : { modelId: input.model_id },
  );
  if ("refused" in outcome) throw new AppError("CONFLICT", outcome.refused);
  return {
    champion_id: outcome.championId,
    retired_id: outcome.retiredId,
    decision: outcome.decision,
  };
}
