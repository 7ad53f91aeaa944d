import {
  type ContestRound,
  dueContestRounds,
  readRoundFacts,
  type RoundFacts,
  type RoundResult,
  settleContestRound,
} from "../db/mod.ts";
import { judgeRound } from "../ml/scoring/judge_round.ts";
import type { JobContext, ReportProgress } from "./context.ts";
import { HOUR_MS } from "./hours.ts";

/** A candle that is missing for so long will not come: gaps are asked for again for days before. */
const GIVE_UP_MS = 7 * 24 * HOUR_MS;

export interface SettleResult {
  readonly settled: number;
  /** Rounds whose price will never come: every stake went back. */
  readonly voided: number;
  /** Rounds whose price is still missing or provisional. */
  readonly waiting: number;
}

/**
 * Settles every round whose hour is over and whose prices are final: scores the stakes, pays the pool
 * out, and writes down the prices used with their source. A round that waited a week for its price is
 * void and every stake goes back. Each round is one transaction, so that a crash settles it or leaves
 * it; doing it twice changes nothing.
 *
 * @throws the last failure, after the other rounds were tried
 */
export async function settleContests(
  context: JobContext,
  _input: Record<never, never> = {},
  report: ReportProgress = () => {},
): Promise<SettleResult> {
  const { db, log, signal } = context;
  const due = await dueContestRounds(db, { nowMs: context.now() });
  const counts = { settled: 0, voided: 0, waiting: 0 };
  let failure: unknown;
  for (const [done, round] of due.entries()) {
    if (signal.aborted) break;
    report({
      ...{ done, total: due.length, unit: "rounds", ratePerSecond: null, secondsLeft: null },
      message: "Settling stakes on forecasts",
    });
    try {
      const ended = await settleRound(context, round);
      if (ended !== "elsewhere") counts[ended]++;
    } catch (error) {
      failure = error;
      log.error(`Round ${round.id} could not be settled`, { error: String(error) });
    }
  }
  if (failure !== undefined) throw failure;
  return counts;
}

async function settleRound(
  context: JobContext,
  round: ContestRound,
): Promise<keyof SettleResult | "elsewhere"> {
  const facts = await readRoundFacts(context.db, round);
  const result = judge(facts) ?? giveUp(facts, context.now());
  if (result === null) return "waiting";
  const isOurs = await settleContestRound(context.db, { facts, result, nowMs: context.now() });
  if (!isOurs) return "elsewhere";
  return result.outcome === "settled" ? "settled" : "voided";
}

/** Null while a price is missing. */
function judge({ round, stakes, reference, actual, model }: RoundFacts): RoundResult | null {
  if (reference === null || actual === null) return null;
  const judgement = judgeRound(stakes, model, {
    reference: Number(reference.price),
    actual: Number(actual.price),
    scale: round,
  });
  const { results, crowd, crowdScore, modelScore } = judgement;
  return { outcome: "settled", reason: null, results, crowd, crowdScore, modelScore };
}

/** Null while the price may still come. */
function giveUp({ round, stakes, reference }: RoundFacts, nowMs: number): RoundResult | null {
  if (nowMs < round.targetAtMs + GIVE_UP_MS) return null;
  const hour = reference === null ? "at which entries closed" : "that was forecast";
  return {
    outcome: "void",
    reason: `The candle of the hour ${hour} has not come within seven days.`,
    results: stakes.map(({ amount }) => ({ score: null, payout: amount })),
    crowd: null,
    crowdScore: null,
    modelScore: null,
  };
}
