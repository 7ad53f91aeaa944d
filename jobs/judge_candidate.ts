import type { StoredModel } from "../db/mod.ts";
import type { CoinSeries } from "../ml/series.ts";
import type { TrainingResult } from "../ml/train.ts";
import { measureModel } from "../ml/measure_model.ts";
import type { JobContext } from "./context.ts";
import { ensureModelFile } from "./share_model.ts";

export interface Judgement {
  readonly promoted: boolean;
  /** Why, in one sentence with its numbers. */
  readonly decision: string;
}

/** A loss within this share of the other counts as no worse: less is noise of the sample. */
const NO_WORSE = 1.001;

/**
 * Compares a candidate with the naive forecast and with the champion, all on the hours that the
 * candidate has not seen, by the mean pinball loss over horizons and quantiles. A champion whose file
 * cannot be used cannot win.
 */
export async function judgeCandidate(
  context: JobContext,
  candidate: TrainingResult,
  champion: StoredModel | null,
  series: readonly CoinSeries[],
): Promise<Judgement> {
  const { pinball, naivePinball, samples, days } = candidate.report.validation;
  const on = `on ${days.toFixed(0)} held-back days (${samples} forecasts)`;
  if (!(pinball <= naivePinball * NO_WORSE)) {
    return rejected(`its loss of ${show(pinball)} is above the naive ${show(naivePinball)} ${on}.`);
  }
  const better = `loss ${show(pinball)}, naive ${show(naivePinball)}`;
  if (champion === null) return promoted(`${better} ${on}; there was no model before.`);
  const other = await championLoss(context, champion, candidate, series);
  if (typeof other === "string") return promoted(`${better} ${on}; ${other}`);
  const against = `champion ${champion.id} ${show(other)}`;
  return pinball <= other * NO_WORSE
    ? promoted(`${better}, ${against} ${on}.`)
    : rejected(`its loss of ${show(pinball)} is above that of the ${against} ${on}.`);
}

/** The champion's loss on the candidate's held-back hours, or why it has none. */
async function championLoss(
  context: JobContext,
  champion: StoredModel,
  candidate: TrainingResult,
  series: readonly CoinSeries[],
): Promise<number | string> {
  const { horizonHours, blocks } = candidate.manifest;
  try {
    await ensureModelFile(context, champion);
    const measured = await measureModel(series, {
      modelsDir: context.config.modelsDir,
      id: champion.id,
      block: blocks.report,
      horizonHours,
    });
    return measured.pinball;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `the champion could not be compared: ${why}`;
  }
}

function promoted(reason: string): Judgement {
  return { promoted: true, decision: `Promoted: ${reason}` };
}

function rejected(reason: string): Judgement {
  return { promoted: false, decision: `Rejected: ${reason}` };
}

function show(loss: number): string {
  return loss.toFixed(4);
}
