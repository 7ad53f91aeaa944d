import type { PersonalData } from "./personal_data.ts";

/** Forecasts with coins behind them. They are part of sealed rounds, so they stay under the pseudonym. */
export const CONTEST_DATA: PersonalData = {
  section: "staked_forecasts",
  async collect(db, userId) {
    return await db.sql(
      `select c.symbol, r.kind, to_char(r.target_at at time zone 'UTC',
         'YYYY-MM-DD"T"HH24:MI:SS"Z"') as target_at, s.amount, s.probability_up, s.quantiles,
         to_char(s.made_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as made_at,
         p.score, p.payout
       from contest_stakes s join contest_rounds r on r.id = s.round_id
       join cryptocurrencies c on c.id = r.crypto_id
       left join contest_payouts p on p.stake_id = s.id
       where s.user_id = $1 order by s.id`,
      [userId],
    );
  },
  async erase(tx, { userId, pseudonym }) {
    await tx.sql("select erase_from_contests($1, $2)", [userId, pseudonym]);
  },
};
