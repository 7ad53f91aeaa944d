import type { Sql } from "../database.ts";
import type { ContestKind, ContestRound, ContestRoundState, ContestStake } from "./contests.ts";
import { ROUND, ROUND_STATES, type RoundStateRow, toRound, toRoundState } from "./round_columns.ts";

/** The newest rounds on which something was staked. */
export async function readContestRounds(
  db: Sql,
  input: {
    readonly symbol?: string;
    readonly kind?: ContestKind;
    readonly limit: number;
    /** Rounds before this one: the last of the page before. */
    readonly beforeId?: number;
  },
): Promise<ContestRoundState[]> {
  const rows = await db.sql<RoundStateRow>(
    `${ROUND_STATES}
     where ($1::text is null or c.symbol = $1) and ($2::text is null or r.kind = $2)
       and ($3::bigint is null or r.id < $3)
     order by r.id desc limit $4`,
    [input.symbol ?? null, input.kind ?? null, input.beforeId ?? null, input.limit],
  );
  return rows.map(toRoundState);
}

/** One round; null where there is none of that id. */
export async function readContestRound(
  db: Sql,
  input: { readonly id: number },
): Promise<ContestRoundState | null> {
  const rows = await db.sql<RoundStateRow>(`${ROUND_STATES} where r.id = $1`, [input.id]);
  return rows.map(toRoundState)[0] ?? null;
}

/** The rounds of one hour. */
export async function readRoundsOfHour(
  db: Sql,
  input: { readonly targetAtMs: number },
): Promise<ContestRoundState[]> {
  const rows = await db.sql<RoundStateRow>(
    `${ROUND_STATES} where r.target_at = to_timestamp($1::float8 / 1000)`,
    [input.targetAtMs],
  );
  return rows.map(toRoundState);
}

/** The stakes of a round in the order in which they came. */
export async function readContestStakes(
  db: Sql,
  input: { readonly roundId: number },
): Promise<ContestStake[]> {
  return await db.sql<ContestStake>(
    `select s.id, s.user_id as "userId", s.amount, s.probability_up as "probabilityUp",
       s.quantiles, s.transaction_id::text as "transactionId", s.made_at as "madeAtMs", p.score,
       p.payout, p.transaction_id::text as "settlementId"
     from contest_stakes s left join contest_payouts p on p.stake_id = s.id
     where s.round_id = $1 order by s.id`,
    [input.roundId],
  );
}

/** Rounds whose hour is over and that are not settled, oldest first. */
export async function dueContestRounds(
  db: Sql,
  input: { readonly nowMs: number },
): Promise<ContestRound[]> {
  const rows = await db.sql<ContestRound>(
    `select ${ROUND} from contest_rounds r join cryptocurrencies c on c.id = r.crypto_id
     where r.target_at <= to_timestamp($1::float8 / 1000)
       and exists (select from contest_stakes s where s.round_id = r.id)
       and not exists (select from contest_settlements e where e.round_id = r.id)
     order by r.target_at, r.id`,
    [input.nowMs],
  );
  return rows.map(toRound);
}
