import { openPublications, scorePublication, type ScoringResult } from "../db/mod.ts";
import type { JobContext, ReportProgress } from "./context.ts";
import { HOUR_MS } from "./hours.ts";

/** A candle that is missing for so long will not come: gaps are asked for again for days before. */
const GIVE_UP_MS = 7 * 24 * HOUR_MS;

export interface ScoreResult extends ScoringResult {
  /** Publications that had hours to score. */
  readonly publications: number;
}

/**
 * Scores every hour of every sealed forecast that has come due, beside the naive forecast of the same
 * hour. Where the candle is missing the hour is scored when it comes; after a week it is recorded as
 * unscorable with the reason. Late publications are never scored. Doing it twice changes nothing.
 */
export async function scorePredictions(
  context: JobContext,
  _input: Record<never, never> = {},
  report: ReportProgress = () => {},
): Promise<ScoreResult> {
  const { db } = context;
  const nowMs = context.now();
  const open = await openPublications(db, { nowMs });
  let scored = 0;
  let unscorable = 0;
  for (const [done, publicationId] of open.entries()) {
    if (context.signal.aborted) break;
    report({
      ...{ done, total: open.length, unit: "publications", ratePerSecond: null, secondsLeft: null },
      message: "Comparing forecasts with what came",
    });
    const giveUpMs = nowMs - GIVE_UP_MS;
    const result = await scorePublication(db, { publicationId, nowMs, giveUpMs });
    scored += result.scored;
    unscorable += result.unscorable;
  }
  if (unscorable > 0) {
    context.log.warn(
      `${unscorable} hours of forecasts cannot be scored: their candles are missing`,
    );
  }
  return { publications: open.length, scored, unscorable };
}
