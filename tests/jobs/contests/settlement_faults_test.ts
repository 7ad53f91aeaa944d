import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  type Database,
  migrate,
  openDatabase,
  quickSend,
  readContestRounds,
  type Sql,
} from "../../../db/mod.ts";
import type { JobContext } from "../../../jobs/context.ts";
import { verifyContests } from "../../../jobs/verify_contests.ts";
import { onDatabase, serverForTests } from "../../helpers/database.ts";
import { settleContests } from "../../../jobs/settle_contests.ts";
import {
  assertConserved,
  balances,
  CLOSES_MS,
  type ContestWorld,
  contestWorld,
  TARGET_MS,
  up,
} from "./contest_world.ts";

const PEOPLE = ["ann", "bob", "cat", "dan", "eve", "fay"] as const;

/** Six people with stakes in a round whose hour is over. */
async function dueRound(world: ContestWorld): Promise<void> {
  await world.mint("100", ...PEOPLE);
  for (const [at, userId] of PEOPLE.entries()) await world.place(userId, "10", up(at / 5));
  await world.candle(CLOSES_MS, 100);
  await world.candle(TARGET_MS, 101);
  world.clock.nowMs = TARGET_MS;
}

/** The database, whose connection is cut before the n-th statement of each transaction. */
function cutBefore(db: Database, statement: number, admin: Sql): Database {
  const transaction: Database["transaction"] = (work) =>
    db.transaction((tx) => {
      let count = 0;
      return work({
        async sql(text, params) {
          if (++count === statement) {
            const [own] = await tx.sql<{ pid: number }>("select pg_backend_pid() as pid");
            await admin.sql("select pg_terminate_backend($1)", [own!.pid]);
          }
          return await tx.sql(text, params);
        },
      });
    });
  return { ...db, transaction };
}

Deno.test("a connection that is cut between posting and marking leaves nothing or all", async () => {
  await using world = await contestWorld();
  await dueRound(world);
  const before = await balances(world.db);
  const admin = await openDatabase({ dataDir: "", databaseUrl: world.db.url, poolSize: 1 });
  try {
    // The statements of a settlement: lock, look, hold, lock accounts, six payments, two records.
    for (const statement of [1, 4, 5, 7, 10, 11, 12]) {
      const cut: JobContext = { ...world.context, db: cutBefore(world.db, statement, admin) };
      await assertRejects(() => settleContests(cut));
      assertEquals(await balances(world.db), before, `cut before statement ${statement}`);
      await assertConserved(world.db);
    }
  } finally {
    await admin.close();
  }
  assertEquals((await settleContests(world.context)).settled, 1);
  assertEquals((await settleContests(world.context)).settled, 0);
  await assertConserved(world.db);
  assert(Number((await balances(world.db))["fay"]![0]) > 100);
});

Deno.test("two instances that settle at once pay once", async () => {
  await using world = await contestWorld();
  await dueRound(world);
  const results = await Promise.all(
    Array.from({ length: 4 }, () => settleContests(world.context)),
  );
  assertEquals(results.map(({ settled }) => settled).toSorted(), [0, 0, 0, 1]);
  const [count] = await world.db.sql<{ paid: number }>(
    "select count(*)::int as paid from ledger_transactions where transaction_type = 'forecast_settlement'",
  );
  assertEquals(count!.paid, PEOPLE.length);
  await assertConserved(world.db);
});

Deno.test("people who send to each other meanwhile deadlock nobody", async () => {
  await using world = await contestWorld();
  await dueRound(world);
  const { db, clock } = world;
  const send = (at: number) =>
    quickSend(db, {
      fromUser: PEOPLE[at % 6]!,
      toUser: PEOPLE[(at * 5 + 1) % 6]!,
      amount: "0.5",
      fee: "0.0025",
      nowMs: clock.nowMs,
      createdBy: "key:test",
    });
  const pairs = Array.from({ length: 60 }, (_, at) => at).filter((at) =>
    at % 6 !== (at * 5 + 1) % 6
  );
  const [, settled] = await Promise.all([
    Promise.all(pairs.map(send)),
    settleContests(world.context),
  ]);
  assertEquals(settled.settled, 1);
  await assertConserved(db);
});

Deno.test("a payout that was altered past the triggers is found, and so is a stake without coins", async () => {
  await using world = await contestWorld();
  await dueRound(world);
  const { db } = world;
  assertEquals(await verifyContests(db), { checked: 0 });
  await settleContests(world.context);
  assertEquals(await verifyContests(db), { checked: 1 });
  const alter = (statement: string) =>
    db.transaction(async (tx) => {
      await tx.sql("set local session_replication_role = replica");
      await tx.sql(statement);
    });
  await alter("update contest_payouts set score = score / 2 where stake_id = 3");
  assertEquals((await verifyContests(db)).firstWrong, WRONG_PAYOUT);
  await alter("update contest_payouts set score = score * 2 where stake_id = 3");
  assertEquals(await verifyContests(db), { checked: 1 });
  await alter("delete from contest_payouts where stake_id = 3");
  assertEquals(
    (await verifyContests(db)).firstWrong,
    "cat has 0 TBC behind forecasts and open stakes of 10.",
  );
});

const WRONG_PAYOUT = "Stake 3 of round 1 was not paid what its forecast earned.";

/** A database of a role that is no superuser, as a hosted server gives it. */
async function plainDatabase(): Promise<Database & AsyncDisposable> {
  const name = `plain_${crypto.randomUUID().replaceAll("-", "").slice(0, 16)}`;
  const server = await openDatabase({
    dataDir: "",
    databaseUrl: await serverForTests(),
    poolSize: 1,
  });
  await server.sql(`create role ${name} login password 'only-here'`);
  await server.sql(`create database ${name} owner ${name}`);
  const url = new URL(onDatabase(await serverForTests(), name));
  [url.username, url.password] = [name, "only-here"];
  const db = await openDatabase({ dataDir: "", databaseUrl: url.href, poolSize: 3 });
  await migrate(db);
  const dispose = async () => {
    await db.close();
    await server.sql(`drop database ${name} with (force)`);
    await server.sql(`drop role ${name}`);
    await server.close();
  };
  return { ...db, [Symbol.asyncDispose]: dispose };
}

Deno.test("stakes are placed and settled by a role that is no superuser", async () => {
  await using world = await contestWorld(await plainDatabase());
  await dueRound(world);
  assertEquals((await settleContests(world.context)).settled, 1);
  assertEquals(await verifyContests(world.db), { checked: 1 });
  await assertConserved(world.db);
});

Deno.test("a round that cannot be settled does not keep the others from it", async () => {
  await using world = await contestWorld();
  const { db, clock } = world;
  await world.mint("100", "ann", "bob");
  await world.place("ann", "10", up(0.9));
  clock.nowMs += 3_600_000;
  await world.place("bob", "10", up(0.9));
  for (const hour of [0, 1]) {
    await world.candle(CLOSES_MS + hour * 3_600_000, 100);
    await world.candle(TARGET_MS + hour * 3_600_000, 101);
  }
  clock.nowMs = TARGET_MS + 3_600_000;
  let tries = 0;
  const broken: Database = {
    ...db,
    transaction: (work) =>
      tries++ === 0 ? Promise.reject(new Error("The disk is full.")) : db.transaction(work),
  };
  await assertRejects(
    () => settleContests({ ...world.context, db: broken }),
    Error,
    "The disk is full.",
  );
  const states = (await readContestRounds(db, { limit: 5 })).map((one) => one.settlement?.outcome);
  assertEquals(states, ["settled", undefined]);
  assertEquals((await settleContests(world.context)).settled, 1);
  await assertConserved(db);
});
