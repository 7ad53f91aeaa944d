import type { PersonalData } from "./personal_data.ts";

const TIME = `'YYYY-MM-DD"T"HH24:MI:SS"Z"'`;

/** Coins and transfers. The ledger is never changed, but for the name: it becomes the pseudonym. */
export const COIN_DATA: PersonalData = {
  section: "coins",
  async collect(db, userId) {
    const balances = await db.sql(
      `select kind as account, trim_scale(balance)::text as balance from ledger_accounts
       where owner = $1 order by id`,
      [userId],
    );
    const transactions = await db.sql(
      `select id as transaction_id, from_user, to_user, trim_scale(amount)::text as amount,
         trim_scale(fee)::text as fee, transaction_type, status, failure_reason, metadata, analysis,
         to_char(event_at at time zone 'UTC', ${TIME}) as timestamp
       from ledger_transactions where from_user = $1 or to_user = $1 order by seq`,
      [userId],
    );
    return { balances, transactions };
  },
  async erase(tx, { userId, pseudonym, nowMs }) {
    await tx.sql("select erase_from_ledger($1, $2, to_timestamp($3::float8 / 1000))", [
      userId,
      pseudonym,
      nowMs,
    ]);
  },
};
