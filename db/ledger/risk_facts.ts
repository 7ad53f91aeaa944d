import type { Sql } from "../database.ts";

/** A completed transfer; the amount is a number, for statistics alone. */
export interface RiskTransfer {
  readonly fromUser: string;
  readonly toUser: string;
  readonly amount: number;
  readonly atMs: number;
}

/** What the ledger knows of the two sides of a proposed transfer. Lists have the newest first. */
export interface RiskFacts {
  /** The sender's available coins. */
  readonly balance: number;
  /** When the accounts were opened; null where they are not. */
  readonly senderSinceMs: number | null;
  readonly recipientSinceMs: number | null;
  readonly senderSent: readonly RiskTransfer[];
  readonly senderReceived: readonly RiskTransfer[];
  readonly recipientSent: readonly RiskTransfer[];
  readonly recipientReceived: readonly RiskTransfer[];
}

/** Transfers are looked for among so many of the newest transactions of each kind of side. */
const SCANNED = 400;

interface Row {
  readonly accounts: { owner: string; balance: number; since: number }[] | null;
  readonly senderSent: Packed[] | null;
  readonly senderReceived: Packed[] | null;
  readonly recipientSent: Packed[] | null;
  readonly recipientReceived: Packed[] | null;
}
type Packed = readonly [fromUser: string, toUser: string, amount: number, atMs: number];

/** Reads all of it in one round trip of index scans, whose cost does not grow with the ledger. */
export async function readRiskFacts(
  db: Sql,
  input: { readonly fromUser: string; readonly toUser: string; readonly limit: number },
): Promise<RiskFacts> {
  const { fromUser, toUser, limit } = input;
  const [row] = await db.sql<Row>(
    `select
       (select json_agg(json_build_object('owner', owner, 'balance', balance::float8,
            'since', extract(epoch from opened_at) * 1000))
          from ledger_accounts
          where owner in ($1, $2) and kind = 'available' and shard = 0) as accounts,
       ${transfersOf("from_user", "$1")} as "senderSent",
       ${transfersOf("to_user", "$1")} as "senderReceived",
       ${transfersOf("from_user", "$2")} as "recipientSent",
       ${transfersOf("to_user", "$2")} as "recipientReceived"`,
    [fromUser, toUser, limit],
  );
  const accountOf = (owner: string) => row?.accounts?.find((one) => one.owner === owner);
  return {
    balance: accountOf(fromUser)?.balance ?? 0,
    senderSinceMs: accountOf(fromUser)?.since ?? null,
    recipientSinceMs: accountOf(toUser)?.since ?? null,
    senderSent: unpack(row?.senderSent),
    senderReceived: unpack(row?.senderReceived),
    recipientSent: unpack(row?.recipientSent),
    recipientReceived: unpack(row?.recipientReceived),
  };
}

function transfersOf(side: "from_user" | "to_user", owner: string): string {
  return `(select json_agg(json_build_array(from_user, to_user, amount::float8,
              extract(epoch from event_at) * 1000) order by event_at desc, seq desc)
     from (select * from (select from_user, to_user, amount, event_at, seq, transaction_type, status
               from ledger_transactions where ${side} = ${owner} order by seq desc limit ${SCANNED})
             newest
           where transaction_type = 'send' and status = 'completed' order by seq desc limit $3)
       transfers)`;
}

function unpack(rows: readonly Packed[] | null | undefined): RiskTransfer[] {
  return (rows ?? []).map(([fromUser, toUser, amount, atMs]) => ({
    ...{ fromUser, toUser, amount, atMs },
  }));
}

/** A completed transfer with what the ledger knew of it then. */
export interface RiskTrainingTransfer extends RiskTransfer {
  readonly balance: number;
  readonly senderSinceMs: number;
  readonly recipientSinceMs: number;
}

/** The newest completed transfers, the oldest of them first. */
export async function readRiskTraining(
  db: Sql,
  input: { readonly limit: number },
): Promise<RiskTrainingTransfer[]> {
  const rows = await db.sql<RiskTrainingTransfer>(
    `select t.from_user as "fromUser", t.to_user as "toUser", t.amount::float8 as amount,
       extract(epoch from t.event_at)::float8 * 1000 as "atMs", e.balance_before::float8 as balance,
       extract(epoch from s.opened_at)::float8 * 1000 as "senderSinceMs",
       extract(epoch from r.opened_at)::float8 * 1000 as "recipientSinceMs"
     from (select * from ledger_transactions
             where transaction_type = 'send' and status = 'completed'
             order by seq desc limit $1) t
       join ledger_accounts s on s.owner = t.from_user and s.kind = 'available' and s.shard = 0
       join ledger_accounts r on r.owner = t.to_user and r.kind = 'available' and r.shard = 0
       join ledger_entries e on e.transaction_id = t.id and e.account_id = s.id
     order by t.event_at, t.seq`,
    [input.limit],
  );
  return rows;
}

/** How many completed transfers there are, counted no further than `limit`. */
export async function countRiskTransfers(
  db: Sql,
  input: { readonly limit: number },
): Promise<number> {
  const [row] = await db.sql<{ count: number }>(
    `select count(*)::int as count from (select from ledger_transactions
       where transaction_type = 'send' and status = 'completed' limit $1) counted`,
    [input.limit],
  );
  return row!.count;
}
