import type { z } from "zod";
import type { App } from "../context.ts";
import { AppError } from "../errors.ts";
import type { rollbackInput, rollbackOutput } from "./schema.ts";

/**
 * Makes the champion before the present one, or the one named, champion again.
 *
 * @throws {AppError} CONFLICT with the reason where it is refused; nothing is changed then
 */
export async function rollBack(
  app: App,
  input: z.output<typeof rollbackInput>,
): Promise<z.infer<typeof rollbackOutput>> {
  const outcome = await app.jobs.rollbackModel(
    input.model_id === undefined ? {} : { modelId: input.model_id },
  );
  if ("refused" in outcome) throw new AppError("CONFLICT", outcome.refused);
  return {
    champion_id: outcome.championId,
    retired_id: outcome.retiredId,
    decision: outcome.decision,
  };
}
