import { assertEquals, assertRejects } from "@std/assert";
import { type ActInput, type Database, readAuditLog, recordAct } from "../../../db/mod.ts";
import { testDatabase } from "../../helpers/database.ts";

const NOON_MS = Date.UTC(2026, 10, 21, 12);
const HOUR_MS = 3_600_000;
const ALICE = { kind: "person", name: "alice", userId: "alice" };
const SCRIPT = { kind: "key", name: "nightly script", userId: null };

function act(over: Partial<ActInput> = {}): ActInput {
  return {
    actor: ALICE,
    act: "coins.mint",
    target: "person:bob",
    details: { amount: "5" },
    requestId: "request-1",
    atMs: NOON_MS,
    ...over,
  };
}

async function acts(db: Database, filter: Parameters<typeof readAuditLog>[1]): Promise<string[]> {
  return (await readAuditLog(db, filter)).map((entry) => `${entry.act} ${entry.target}`);
}

Deno.test("an act comes back as it was recorded", async () => {
  await using db = await testDatabase();
  await recordAct(db, act());
  assertEquals(await readAuditLog(db, { limit: 5 }), [{
    id: "1",
    place: `${NOON_MS * 1000}-act-1`,
    kind: "act",
    act: "coins.mint",
    actorKind: "person",
    actor: "alice",
    actorUserId: "alice",
    target: "person:bob",
    details: { amount: "5" },
    requestId: "request-1",
    atMs: NOON_MS,
  }]);
});

Deno.test("the log is read by act, actor, target and time, page by page", async () => {
  await using db = await testDatabase();
  for (let hour = 0; hour < 4; hour++) {
    const target = `person:p${hour}` as const;
    await recordAct(db, act({ target, atMs: NOON_MS + hour * HOUR_MS }));
  }
  await recordAct(db, act({ actor: SCRIPT, act: "keys.create", target: "key:7" }));
  const first = await readAuditLog(db, { limit: 3 });
  assertEquals(first.map(({ target }) => target), ["person:p3", "person:p2", "person:p1"]);
  assertEquals(await acts(db, { limit: 3, after: first.at(-1)!.place }), [
    "keys.create key:7",
    "coins.mint person:p0",
  ]);
  assertEquals(await acts(db, { limit: 9, act: "keys.create" }), ["keys.create key:7"]);
  assertEquals(await acts(db, { limit: 9, actor: "nightly script" }), ["keys.create key:7"]);
  assertEquals((await acts(db, { limit: 9, actor: "alice" })).length, 4);
  assertEquals(await acts(db, { limit: 9, target: "person:p1" }), ["coins.mint person:p1"]);
  const span = { fromMs: NOON_MS + HOUR_MS, toMs: NOON_MS + 2 * HOUR_MS };
  assertEquals((await acts(db, { limit: 9, ...span })).length, 2);
  assertEquals(await acts(db, { limit: 9, kind: "chat" }), []);
});

Deno.test("nothing changes or removes an entry by hand", async () => {
  await using db = await testDatabase();
  await recordAct(db, act());
  for (
    const statement of [
      "update audit_log set act = 'coins.burn'",
      "delete from audit_log",
      "truncate audit_log",
    ]
  ) await assertRejects(() => db.sql(statement), Error, "only added to", statement);
});

Deno.test("retention removes what is older and erasure takes out names, nothing more", async () => {
  await using db = await testDatabase();
  await recordAct(db, act({ atMs: NOON_MS - HOUR_MS }));
  await recordAct(db, act());
  await recordAct(db, act({ actor: SCRIPT, target: "person:alice" }));
  await recordAct(db, act({ actor: SCRIPT, act: "models.rollback", target: "model:alice" }));
  const [pruned] = await db.sql("select prune_audit_log(to_timestamp($1::float8 / 1000)) as n", [
    NOON_MS,
  ]);
  assertEquals(pruned, { n: 1 });
  const [erased] = await db.sql("select erase_from_audit_log('alice', 'erased_1') as n");
  assertEquals(erased, { n: 2 });
  const left = await readAuditLog(db, { limit: 9 });
  assertEquals(left.map((one) => [one.actor, one.actorUserId, one.target]), [
    ["nightly script", null, "model:alice"],
    ["nightly script", null, "person:erased_1"],
    ["erased_1", "erased_1", "person:bob"],
  ]);
  await assertRejects(() => db.sql("delete from audit_log"), Error, "only added to");
});
