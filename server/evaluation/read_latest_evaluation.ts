import { latestEvaluation } from "../../db/mod.ts";
import type { App } from "../context.ts";
import { evaluationReportSchema, type LatestEvaluation } from "./schema.ts";

const HOW_TO_RUN = "deno task evaluate";

/** The newest stored evaluation; one that an earlier version wrote in another form counts as none. */
export async function readLatestEvaluation({ db }: App): Promise<LatestEvaluation> {
  const stored = await latestEvaluation(db.read);
  const report = evaluationReportSchema.safeParse(stored?.report);
  if (stored === null || !report.success) return { evaluation: null, how_to_run: HOW_TO_RUN };
  return {
    evaluation: {
      ...report.data,
      id: stored.id,
      made_at: new Date(stored.madeAtMs).toISOString(),
      model: stored.modelType.toLowerCase(),
      quick: stored.isQuick,
    },
    how_to_run: HOW_TO_RUN,
  };
}
