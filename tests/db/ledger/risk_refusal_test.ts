import { assertEquals, assertRejects } from "@std/assert";
import pg from "pg";
import {
  createTransaction,
  type Database,
  migrate,
  mintCoins,
  openDatabase,
  openLedger,
  readBalance,
  readTransaction,
  refuseTransaction,
} from "../../../db/mod.ts";
import { onDatabase, serverForTests, testDatabase } from "../../helpers/database.ts";

const AT = { nowMs: Date.UTC(2026, 10, 21), createdBy: "test" };
const REFUSAL = { code: "RISK_TOO_HIGH", reason: "The risk is 0.90.", nowMs: AT.nowMs } as const;

/** A pending transfer is refused once, by whatever role the program has. */
async function assertRefuses(db: Database): Promise<void> {
  await openLedger(db, { initialSupply: "1000", nowMs: AT.nowMs });
  for (const userId of ["alice", "bob"]) await mintCoins(db, { ...AT, userId, amount: "10" });
  const transfer = { ...AT, fromUser: "alice", toUser: "bob", amount: "5", fee: "0" };
  const { transaction } = await createTransaction(db, { ...transfer, type: "send" });
  const refused = await refuseTransaction(db, { ...REFUSAL, transactionId: transaction.id });
  assertEquals([refused.status, refused.failureCode], ["failed", "RISK_TOO_HIGH"]);
  assertEquals(refused.failureReason, "The risk is 0.90.");
  assertEquals(await readTransaction(db, transaction.id), refused);
  assertEquals((await readBalance(db, "alice"))?.balance, "10");
  const again = () => refuseTransaction(db, { ...REFUSAL, transactionId: transaction.id });
  await assertRejects(again, Error, "not pending");
}

Deno.test("a pending transfer is refused, and one that is not pending cannot be", async () => {
  await using db = await testDatabase();
  await assertRefuses(db);
});

for (const right of ["", "createrole"]) {
  Deno.test(`the same where the program is a plain role${right && ` with ${right}`}`, async () => {
    const name = `plain_${crypto.randomUUID().replaceAll("-", "").slice(0, 16)}`;
    const server = new pg.Client({ connectionString: await serverForTests() });
    await server.connect();
    await server.query(`create role ${name} login ${right} password 'only-here'`);
    await server.query(`create database ${name} owner ${name}`);
    const url = new URL(onDatabase(await serverForTests(), name));
    [url.username, url.password] = [name, "only-here"];
    const db = await openDatabase({ dataDir: "", databaseUrl: url.href, poolSize: 2 });
    try {
      await migrate(db);
      await assertRefuses(db);
    } finally {
      await db.close();
      await server.query(`drop database ${name} with (force)`);
      await server.query(`drop role ${name}`);
      await server.end();
    }
  });
}
