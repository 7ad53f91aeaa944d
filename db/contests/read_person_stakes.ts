import type { Sql } from "../database.ts";
import type { ContestRoundState, ContestStake } from "./contests.ts";
import { ROUND_STATES, type RoundStateRow, toRoundState } from "./round_columns.ts";

/** A stake with its round. */
export interface PersonStake {
  readonly stake: ContestStake;
  readonly state: ContestRoundState;
}

interface StakeRow extends RoundStateRow {
  readonly stakeId: number;
  readonly userId: string;
  readonly amount: string;
  readonly probabilityUp: number | null;
  readonly quantiles: ContestStake["quantiles"];
  readonly transactionId: string;
  readonly madeAtMs: number;
  readonly score: number | null;
  readonly payout: string | null;
  readonly settlementId: string | null;
}

// The whole of the rounds' statement stands as a subquery: its lateral pool counts every stake.
const PERSON_STAKES = `
  select o.*, m.id as "stakeId", m.user_id as "userId", m.amount,
    m.probability_up as "probabilityUp", m.quantiles, m.transaction_id::text as "transactionId",
    m.made_at as "madeAtMs", p.score, p.payout,
    p.transaction_id::text as "settlementId"
  from contest_stakes m
  join lateral (${ROUND_STATES} where r.id = m.round_id) o on true
  left join contest_payouts p on p.stake_id = m.id`;

/** One person's stakes, newest first. */
export async function readPersonStakes(
  db: Sql,
  input: {
    readonly userId: string;
    readonly limit: number;
    /** Stakes before this one: the last of the page before. */
    readonly beforeId?: number;
  },
): Promise<PersonStake[]> {
  const rows = await db.sql<StakeRow>(
    `${PERSON_STAKES}
     where m.user_id = $1 and ($2::bigint is null or m.id < $2) order by m.id desc limit $3`,
    [input.userId, input.beforeId ?? null, input.limit],
  );
  return rows.map(toPersonStake);
}

/** The stake that a transaction moved; null where it moved none. */
export async function readStakeOfTransaction(
  db: Sql,
  input: { readonly transactionId: string },
): Promise<PersonStake | null> {
  const rows = await db.sql<StakeRow>(`${PERSON_STAKES} where m.transaction_id = $1`, [
    input.transactionId,
  ]);
  return rows.map(toPersonStake)[0] ?? null;
}

function toPersonStake(row: StakeRow): PersonStake {
  const { stakeId, userId, amount, probabilityUp, quantiles } = row;
  const { transactionId, madeAtMs, score, payout, settlementId } = row;
  return {
    stake: {
      ...{ id: stakeId, userId, amount, probabilityUp, quantiles },
      ...{ transactionId, madeAtMs, score, payout, settlementId },
    },
    state: toRoundState(row),
  };
}
