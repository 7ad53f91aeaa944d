import {
  type ContestRoundState,
  findUnbackedStakes,
  readContestRounds,
  readContestStakes,
  type Sql,
} from "../db/mod.ts";
import { judgeRound } from "../ml/scoring/judge_round.ts";

export interface ContestsVerdict {
  /** Settled rounds that were judged again. */
  readonly checked: number;
  /** The first thing that is not as it has to be, in one sentence. */
  readonly firstWrong?: string;
}

const PAGE = 200;

/**
 * Judges every settled round again from its sealed stakes and the prices that were used, and compares
 * scores and payouts; checks that the coins behind forecasts are those of the open stakes.
 */
export async function verifyContests(db: Sql): Promise<ContestsVerdict> {
  const unbacked = await findUnbackedStakes(db);
  if (unbacked !== null) {
    const { userId, held, staked } = unbacked;
    const firstWrong = `${userId} has ${held} TBC behind forecasts and open stakes of ${staked}.`;
    return { checked: 0, firstWrong };
  }
  let checked = 0;
  let page: ContestRoundState[] = [];
  do {
    const last = page.at(-1);
    page = await readContestRounds(db, { limit: PAGE, ...(last && { beforeId: last.round.id }) });
    for (const state of page) {
      if (state.settlement === null) continue;
      const firstWrong = await findWrong(db, state);
      if (firstWrong !== null) return { checked, firstWrong };
      checked++;
    }
  } while (page.length === PAGE);
  return { checked };
}

async function findWrong(db: Sql, state: ContestRoundState): Promise<string | null> {
  const { round, settlement } = state;
  const stakes = await readContestStakes(db, { roundId: round.id });
  const { referencePrice, actualPrice, outcome, model } = settlement!;
  const judged = outcome === "void" ? null : judgeRound(stakes, model, {
    reference: referencePrice!,
    actual: actualPrice!,
    scale: round,
  });
  const wrong = stakes.find((stake, at) => {
    const { score, payout } = judged?.results[at] ?? { score: null, payout: stake.amount };
    return stake.payout !== payout || stake.score !== score;
  });
  if (wrong !== undefined) {
    return `Stake ${wrong.id} of round ${round.id} was not paid what its forecast earned.`;
  }
  const isSame = (judged?.crowdScore ?? null) === settlement!.crowdScore &&
    (judged?.modelScore ?? null) === settlement!.modelScore;
  return isSame ? null : `The crowd or the model of round ${round.id} has another score.`;
}
