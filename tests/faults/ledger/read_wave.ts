import type { Database, Sql } from "../../../db/mod.ts";
import { toUnits } from "./coin_units.ts";
import type { Performed, Posting, Stored, Wave } from "./judge_wave.ts";
import type { Status } from "./model.ts";
import { SCOPE } from "./perform_operation.ts";

/** How far a ledger has been read. */
export interface Reading {
  lastEntry: number;
  postings: number;
  /** The transaction that an operation made, by its place in the plan. */
  readonly transactionOf: Map<number, string>;
  /** The keys that name a transaction; the first made it. */
  readonly keysOf: Map<string, number[]>;
}

export function startReading(): Reading {
  return { lastEntry: 0, postings: 0, transactionOf: new Map(), keysOf: new Map() };
}

interface EntryRow {
  readonly id: number;
  readonly transactionId: string;
  readonly account: string;
  readonly amount: string;
  readonly before: string;
}

/** What a wave left in the ledger, once nothing of it is under way any more. */
export async function readWave(
  db: Database,
  reading: Reading,
  performed: readonly Performed[],
): Promise<Wave> {
  if (performed.some(({ operation }) => operation.fault !== "none")) await untilSettled(db);
  const named = await readKeys(db, performed.map(({ operation }) => operation.id));
  const rows = await db.sql<EntryRow>(
    `select e.id, e.transaction_id as "transactionId", a.owner || '/' || a.kind as account,
       e.amount::text as amount, e.balance_before::text as before
     from ledger_entries e join ledger_accounts a on a.id = e.account_id
     where e.id > $1 order by e.id`,
    [reading.lastEntry],
  );
  const about = performed.flatMap(({ operation }) =>
    "of" in operation ? reading.transactionOf.get(operation.of) ?? [] : []
  );
  const ids = [...new Set([...about, ...named.map(({ id }) => id)])];
  const states = await db.sql<{ id: string; status: Status; fee: string }>(
    "select id, status, fee::text as fee from ledger_transactions where id = any($1::uuid[])",
    [ids],
  );
  for (const { key, id } of named) note(reading, key, id);
  const postings = [...Map.groupBy(rows, (row) => row.transactionId)].map(([id, entries]) =>
    toPosting(reading, id, entries)
  );
  reading.lastEntry = rows.at(-1)?.id ?? reading.lastEntry;
  reading.postings += postings.length;
  const stored = states.map(({ id, status, fee }): Stored => ({
    ...{ id, status, fee: toUnits(fee), madeBy: reading.keysOf.get(id)?.[0] ?? -1 },
  }));
  return { performed, postings, stored };
}

async function readKeys(db: Sql, operations: readonly number[]) {
  return await db.sql<{ key: number; id: string }>(
    `select key::int as key, transaction_id as id from idempotency_keys
     where scope = $1 and key = any($2::text[]) order by 1`,
    [SCOPE, operations.map(String)],
  );
}

function note(reading: Reading, key: number, id: string): void {
  const keys = reading.keysOf.get(id);
  if (keys === undefined) reading.transactionOf.set(key, id);
  reading.keysOf.set(id, [...keys ?? [], key]);
}

function toPosting(reading: Reading, transactionId: string, entries: readonly EntryRow[]): Posting {
  return {
    transactionId,
    keys: reading.keysOf.get(transactionId) ?? [],
    legs: entries.map(({ account, amount, before }) => ({
      ...{ account, units: toUnits(amount), before: toUnits(before) },
    })),
  };
}

/** A server goes on with what it has from a connection that is gone. */
async function untilSettled(db: Sql): Promise<void> {
  for (;;) {
    const [row] = await db.sql<{ busy: number }>(
      `select count(*) as busy from pg_stat_activity where datname = current_database()
         and backend_xid is not null and pid <> pg_backend_pid()`,
    );
    if (row?.busy === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
