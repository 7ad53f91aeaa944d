import type { Sql } from "../database.ts";

/** A person whose coins behind forecasts are not what their open stakes say; decimal texts. */
export interface UnbackedStakes {
  readonly userId: string;
  readonly held: string;
  readonly staked: string;
}

/** The first person, by id, whose account of forecast stakes and open stakes differ; null: none. */
export async function findUnbackedStakes(db: Sql): Promise<UnbackedStakes | null> {
  const rows = await db.sql<UnbackedStakes>(
    `with held as (
       select owner, sum(balance) as amount from ledger_accounts
       where kind = 'forecast_stake' group by owner
     ), staked as (
       select s.user_id, sum(s.amount) as amount from contest_stakes s
       where not exists (select from contest_payouts p where p.stake_id = s.id)
       group by s.user_id
     )
     select coalesce(h.owner, s.user_id) as "userId",
       trim_scale(coalesce(h.amount, 0))::text as held,
       trim_scale(coalesce(s.amount, 0))::text as staked
     from held h full join staked s on s.user_id = h.owner
     where coalesce(h.amount, 0) <> coalesce(s.amount, 0) order by 1 limit 1`,
  );
  return rows[0] ?? null;
}
