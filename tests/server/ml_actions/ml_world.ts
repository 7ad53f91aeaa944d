import type { Database } from "../../../db/mod.ts";
import { testDatabase } from "../../helpers/database.ts";
import { startTestApp, type TestApp } from "../app_for_tests.ts";
import { coinClient } from "../coins/coin_client.ts";

export const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 9, 1, 12);

/** A server with Alice and Bob, 1,000 TBC each, and a clock that stands still unless it is set. */
export interface MlWorld extends AsyncDisposable {
  readonly db: Database;
  readonly server: TestApp;
  readonly clock: { nowMs: number };
  readonly admin: ReturnType<typeof coinClient>;
  countTransactions(): Promise<number>;
}

export async function mlWorld(env: Readonly<Record<string, string>> = {}): Promise<MlWorld> {
  const db = await testDatabase({ poolSize: 10 });
  const clock = { nowMs: START_MS };
  const server = await startTestApp(db, {
    now: () => clock.nowMs,
    env: { RATE_LIMIT_PER_MINUTE: "100000", ...env },
  });
  const admin = coinClient(server);
  await admin.mint("alice", "1000");
  await admin.mint("bob", "1000");
  return {
    db,
    server,
    clock,
    admin,
    async countTransactions() {
      const rows = await db.sql<{ count: number }>(
        "select count(*)::int as count from ledger_transactions",
      );
      return rows[0]!.count;
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
    },
  };
}

/** Alice sends 1 TBC to Bob at noon of twenty days: what is usual for her. */
export async function makeHabits({ admin, clock }: MlWorld): Promise<void> {
  for (let day = 0; day < 20; day++) {
    clock.nowMs += DAY_MS;
    const body = { from_user: "alice", to_user: "bob", amount: "1" };
    const { status } = await admin.post("/transactions/quick-send", body);
    if (status !== 200) throw new Error(`A usual transfer was answered ${status}.`);
  }
  clock.nowMs += DAY_MS;
  await admin.mint("stranger", "1");
}
