import type { LatestEvaluation } from "../../../server/evaluation/schema.ts";
import { createData, type Data } from "../../lib/data.ts";
import { api } from "../../trpc.ts";

const MAX_AGE_MS = 60_000;

/** An evaluation as the page shows it. */
export type Evaluation = NonNullable<LatestEvaluation["evaluation"]>;

/** The newest walk-forward evaluation, and how to get one. */
export function createEvaluation(): Data<LatestEvaluation> {
  return createData(
    "evaluation",
    () => ({}),
    (_, signal) => api.evaluation.latest.query(undefined, { signal }),
    { maxAgeMs: MAX_AGE_MS },
  );
}
