import type { Sql } from "../database.ts";

/** What a person did with their coins since a moment; amounts are decimal texts. */
export interface PersonActivity {
  readonly sent: number;
  readonly sentAmount: string;
  readonly fees: string;
  readonly recipients: number;
  /** The largest sum that went to one recipient. */
  readonly mostToOne: string;
  readonly received: number;
  readonly receivedAmount: string;
  /** From them, not yet executed or cancelled, whenever they were made. */
  readonly pending: number;
  readonly pendingAmount: string;
}

export async function readPersonActivity(
  db: Sql,
  input: { readonly userId: string; readonly sinceMs: number },
): Promise<PersonActivity> {
  const [row] = await db.sql<PersonActivity>(
    `with sent as (
       select to_user, count(*) as transfers, sum(amount) as amount, sum(fee) as fees
         from ledger_transactions where from_user = $1 and transaction_type = 'send'
           and status = 'completed' and created_at > to_timestamp($2::float8 / 1000)
         group by to_user
     ), received as (
       select count(*) as transfers, coalesce(sum(amount), 0) as amount
         from ledger_transactions where to_user = $1 and transaction_type = 'send'
           and status = 'completed' and created_at > to_timestamp($2::float8 / 1000)
     ), pending as (
       select count(*) as transfers, coalesce(sum(amount + fee), 0) as amount
         from ledger_transactions where from_user = $1 and status in ('pending', 'processing')
           and transaction_type <> 'release'
     )
     select coalesce(sum(s.transfers), 0)::int as sent,
       trim_scale(coalesce(sum(s.amount), 0))::text as "sentAmount",
       trim_scale(coalesce(sum(s.fees), 0))::text as fees,
       count(s.to_user)::int as recipients,
       trim_scale(coalesce(max(s.amount), 0))::text as "mostToOne",
       (select transfers from received)::int as received,
       (select trim_scale(amount)::text from received) as "receivedAmount",
       (select transfers from pending)::int as pending,
       (select trim_scale(amount)::text from pending) as "pendingAmount"
     from sent s`,
    [input.userId, input.sinceMs],
  );
  return row!;
}
