import {
  type AlertKind,
  championModel,
  dailyScores,
  endModelAlerts,
  listModelAlerts,
  raiseModelAlert,
  readSeries,
  type StoredModel,
} from "../db/mod.ts";
import { DRIFT_HOURS, type InputDrift } from "../ml/drift.ts";
import { WARM_UP_HOURS } from "../ml/features/feature_set.ts";
import { manifestSchema } from "../ml/manifest.ts";
import { measureDrift } from "../ml/measure_drift.ts";
import { judgeOutcomes, OUTCOME_DAYS, type OutcomeDrift } from "../ml/outcome_drift.ts";
import type { JobContext } from "./context.ts";
import { HOUR_MS, lastClosedHour } from "./hours.ts";

/** What one look at the champion came to; stored as the result of job `drift`. */
export interface DriftCheck {
  readonly checkedAtMs: number;
  readonly modelId: string | null;
  /** One plain sentence. */
  readonly message: string;
  readonly inputs: (InputDrift & { readonly hours: number }) | null;
  readonly outcomes: OutcomeDrift;
  /** Alerts that are open after it. */
  readonly open: readonly AlertKind[];
}

/** Drift makes a training due at once, but not again within this time. */
const RETRAIN_PAUSE_MS = 24 * HOUR_MS;

/**
 * An episode ends where the figure is back within the bound by this share of the way, so that one near the
 * bound does not raise an alert each hour.
 */
const CALM_SHARE = 0.9;

const NO_OUTCOMES = judgeOutcomes([]);

/**
 * Compares what the champion is fed and what came of its forecasts with what it was trained and measured on.
 * A figure beyond its bound opens an alert, once an episode, and makes a training due. Cheap: the features of
 * a week are computed in a Worker, the outcomes are sums by day.
 */
export async function watchDrift(context: JobContext): Promise<DriftCheck> {
  const { db } = context;
  const checkedAtMs = context.now();
  const champion = await championModel(db);
  if (champion === null) {
    const message = "No model has been promoted yet.";
    return { checkedAtMs, modelId: null, message, inputs: null, outcomes: NO_OUTCOMES, open: [] };
  }
  const inputs = await checkInputs(context, champion);
  const outcomes = judgeOutcomes(
    await dailyScores(db, {
      modelId: champion.id,
      horizonHours: context.config.horizonHours,
      sinceMs: checkedAtMs - OUTCOME_DAYS * 24 * HOUR_MS,
    }),
  );
  const signs = signsOf(inputs, outcomes);
  const open = await recordSigns(context, champion, signs);
  const message = open.length > 0
    ? signs.filter((sign) => open.includes(sign.kind)).map((sign) => sign.message).join(" ")
    : signs.length > 0
    ? "Inputs and outcomes are what the model was trained for, as far as can be told."
    : "This model has nothing to compare its inputs with, and too few outcomes yet.";
  return { checkedAtMs, modelId: champion.id, message, inputs, outcomes, open };
}

async function checkInputs(
  context: JobContext,
  champion: StoredModel,
): Promise<DriftCheck["inputs"]> {
  const manifest = manifestSchema.safeParse(champion.manifest);
  if (!manifest.success || manifest.data.inputs === undefined) return null;
  const toMs = lastClosedHour(context.now()) + HOUR_MS;
  const fromMs = toMs - DRIFT_HOURS * HOUR_MS;
  const series = await readSeries(context.db, { fromMs: fromMs - WARM_UP_HOURS * HOUR_MS, toMs });
  const drift = await measureDrift({
    reference: manifest.data.inputs,
    series: series.filter((one) => one.openTime.length > 0),
    block: { fromMs, toMs },
  });
  return drift && { ...drift, hours: DRIFT_HOURS };
}

/** One figure beside its bound. */
interface Sign {
  readonly kind: AlertKind;
  readonly isBeyond: boolean;
  /** Well within the bound. */
  readonly isCalm: boolean;
  readonly message: string;
  readonly details: object;
}

function signsOf(inputs: DriftCheck["inputs"], outcomes: OutcomeDrift): Sign[] {
  const signs: Sign[] = [];
  if (inputs !== null) signs.push(inputSign(inputs));
  const { coverage90, leastCoverage90, pinballRatio, mostPinballRatio, days } = outcomes;
  if (coverage90 !== null && leastCoverage90 !== null) {
    signs.push({
      kind: "coverage",
      isBeyond: coverage90 < leastCoverage90,
      isCalm: coverage90 >= leastCoverage90 + (1 - CALM_SHARE) * (0.9 - leastCoverage90),
      message:
        `The 90 % ranges contained ${percent(coverage90)} of the outcomes of ${days} days; ` +
        `below ${percent(leastCoverage90)} is more than chance.`,
      details: outcomes,
    });
  }
  if (pinballRatio !== null && mostPinballRatio !== null) {
    signs.push({
      kind: "pinball",
      isBeyond: pinballRatio > mostPinballRatio,
      isCalm: pinballRatio <= 1 + CALM_SHARE * (mostPinballRatio - 1),
      message: `The loss of ${days} days is ${pinballRatio.toFixed(3)} of the naive forecast's; ` +
        `above ${mostPinballRatio.toFixed(3)} is more than chance.`,
      details: outcomes,
    });
  }
  return signs;
}

function inputSign(inputs: InputDrift): Sign {
  const furthest = inputs.features.slice(0, 3).map((one) => one.name).join(", ");
  return {
    kind: "inputs",
    isBeyond: inputs.psi > inputs.threshold,
    isCalm: inputs.psi <= CALM_SHARE * inputs.threshold,
    message:
      `The inputs of the last week are further from those of training than its weeks were: ` +
      `index ${inputs.psi.toFixed(2)}, bound ${inputs.threshold.toFixed(2)}, most in ${furthest}.`,
    details: { ...inputs, features: inputs.features.slice(0, 5) },
  };
}

/** Opens and ends episodes; resolves to the kinds that are open. */
async function recordSigns(
  context: JobContext,
  { id: modelId }: StoredModel,
  signs: readonly Sign[],
): Promise<AlertKind[]> {
  const { db, log } = context;
  const atMs = context.now();
  const before = (await listModelAlerts(db, { openOnly: true })).filter((one) =>
    one.modelId === modelId
  );
  const lasting = before.map((one) => one.kind).filter((kind) =>
    // What cannot be measured now has not ended.
    !(signs.find((sign) => sign.kind === kind)?.isCalm ?? false)
  );
  const ended = await endModelAlerts(db, { modelId, still: lasting, atMs });
  for (const { kind } of ended) log.info(`The ${kind} drift has ended`, { model: modelId });
  for (const { kind, message, details } of signs.filter((sign) => sign.isBeyond)) {
    const raised = await raiseModelAlert(db, {
      modelId,
      kind,
      message,
      details,
      atMs,
      retrainPauseMs: RETRAIN_PAUSE_MS,
    });
    if (raised === null) continue;
    const then = raised.retrainAtMs === null ? "" : " A training is due.";
    log.warn(`${message}${then}`, { model: modelId, kind });
  }
  return [
    ...new Set([...lasting, ...signs.filter((sign) => sign.isBeyond).map((sign) => sign.kind)]),
  ];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
