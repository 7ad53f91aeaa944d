import { championModel, listJobRuns, listModelAlerts, type ModelAlert } from "../../db/mod.ts";
import { z } from "zod";
import type { App } from "../context.ts";
import type { DriftOutput } from "./schema.ts";

const share = z.number().nullable();

/** The result of job `drift`, as `jobs/watch_drift.ts` stores it. */
const storedCheck = z.object({
  checkedAtMs: z.number(),
  modelId: z.string().nullable(),
  message: z.string(),
  inputs: z.object({
    psi: z.number(),
    threshold: z.number(),
    hours: z.number(),
    features: z.array(z.object({ name: z.string(), psi: z.number() })),
  }).nullable(),
  outcomes: z.object({
    days: z.number(),
    forecasts: z.number(),
    daysNeeded: z.number(),
    coverage90: share,
    leastCoverage90: share,
    pinballRatio: share,
    mostPinballRatio: share,
  }),
  open: z.array(z.string()),
});
type Check = z.infer<typeof storedCheck>;

/** What the drift watch last found of the champion, and its alerts. */
export async function readDrift(app: App): Promise<DriftOutput> {
  const [champion, runs, alerts] = await Promise.all([
    championModel(app.db),
    listJobRuns(app.db, { job: "drift", status: "completed", limit: 1 }),
    listModelAlerts(app.db),
  ]);
  const check = storedCheck.safeParse(runs[0]?.result).data ?? null;
  const shown = check !== null && check.modelId === champion?.id ? check : null;
  return {
    state: stateOf(shown),
    checked_at: shown === null ? null : iso(shown.checkedAtMs),
    model_id: champion?.id ?? null,
    message: shown?.message ??
      (champion === null
        ? "No model has been promoted yet."
        : "The model has not been checked yet; that comes with the next hour's forecasts."),
    inputs: shown?.inputs ?? null,
    outcomes: toOutcomes(shown),
    alerts: alerts.map(toAlert),
  };
}

/** Without anything to compare, nothing can be called steady. */
function stateOf(check: Check | null): DriftOutput["state"] {
  if (check === null) return "unknown";
  if (check.open.length > 0) return "drifting";
  return check.inputs === null && check.outcomes.coverage90 === null ? "unknown" : "steady";
}

/** Before the first check, as if it had found none; two weeks are needed (ml/outcome_drift.ts). */
const DAYS_NEEDED = 14;

function toOutcomes(check: Check | null): DriftOutput["outcomes"] {
  const outcomes = check?.outcomes;
  return {
    days: outcomes?.days ?? 0,
    forecasts: outcomes?.forecasts ?? 0,
    days_needed: outcomes?.daysNeeded ?? DAYS_NEEDED,
    coverage_90: outcomes?.coverage90 ?? null,
    coverage_90_least: outcomes?.leastCoverage90 ?? null,
    pinball_ratio: outcomes?.pinballRatio ?? null,
    pinball_ratio_most: outcomes?.mostPinballRatio ?? null,
  };
}

function toAlert(alert: ModelAlert): DriftOutput["alerts"][number] {
  return {
    id: alert.id,
    kind: alert.kind,
    model_id: alert.modelId,
    message: alert.message,
    raised_at: iso(alert.raisedAtMs),
    ended_at: alert.endedAtMs === null ? null : iso(alert.endedAtMs),
    retrain_at: alert.retrainAtMs === null ? null : iso(alert.retrainAtMs),
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
