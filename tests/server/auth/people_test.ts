import { assert, assertEquals, assertRejects } from "@std/assert";
import { mintCoins, openLedger } from "../../../db/mod.ts";
import { testDatabase } from "../../helpers/database.ts";
import { startTestApp } from "../app_for_tests.ts";
import { as, logIn, me, PASSWORD, send, signUp } from "./accounts_for_tests.ts";

Deno.test("an administrator looks after people", async (t) => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  const { people } = as(server);

  await t.step("makes an account with a password that is shown once", async () => {
    const made = await people.create.mutate({
      email: "Boss@example.com",
      user_id: "boss",
      role: "admin",
    });
    assertEquals(made.person.email, "boss@example.com");
    assertEquals((await logIn(server, "boss@example.com", made.password!)).status, 200);
    const chosen = await people.create.mutate({ email: "jo@example.com", password: PASSWORD });
    assertEquals(chosen.password, null);
    await assertRejects(() => people.create.mutate({ email: "x@example.com", password: "short" }));
    await assertRejects(() => people.create.mutate({ email: "JO@example.com" }), Error, "account");
  });
  await t.step("finds people page by page", async () => {
    for (const name of ["ann", "ben", "cat"]) {
      await signUp(server, `${name}@elsewhere.org`, { user_id: name });
    }
    const first = await people.list.query({ search: "ELSEWHERE", limit: 2 });
    assertEquals(first.people.map(({ user_id }) => user_id), ["ann", "ben"]);
    const rest = await people.list.query({
      search: "elsewhere",
      limit: 2,
      cursor: first.next_cursor,
    });
    assertEquals(rest.people.map(({ user_id }) => user_id), ["cat"]);
    assertEquals(rest.next_cursor, null);
    assert(first.people[0]!.last_seen_at !== null);
    assert(!JSON.stringify(first).includes("argon2"));
    assertEquals((await people.list.query({ search: "%" })).people.length, 0);
  });
  await t.step("resets a password, which ends every session", async () => {
    const token = (await logIn(server, "ann@elsewhere.org")).body.access_token;
    const { password } = await people.resetPassword.mutate({ user_id: "ann" });
    assertEquals((await me(server, token)).status, 401);
    assertEquals((await logIn(server, "ann@elsewhere.org")).status, 401);
    assertEquals((await logIn(server, "ann@elsewhere.org", password)).status, 200);
  });
  await t.step("but not their own account, nor someone who is not there", async () => {
    await people.setRole.mutate({ user_id: "ann", role: "admin" });
    const { password } = await people.resetPassword.mutate({ user_id: "ann" });
    const ann = as(server, (await logIn(server, "ann@elsewhere.org", password)).body.access_token);
    await assertRejects(() => ann.people.disable.mutate({ user_id: "ann" }), Error, "your own");
    await assertRejects(() => ann.people.setRole.mutate({ user_id: "ann", role: "user" }), Error);
    await ann.people.disable.mutate({ user_id: "ben" });
    await assertRejects(() => people.disable.mutate({ user_id: "nobody" }), Error, "no person");
  });
  await t.step("and each act is in the audit log, without passwords and names", async () => {
    const rows = await db.sql<{ act: string; details: object }>(
      "select act, details from audit_log order by id",
    );
    const acts = new Set(rows.map(({ act }) => act));
    for (const verb of ["create", "resetPassword", "setRole", "disable"]) {
      assert(acts.has(`people.${verb}`));
    }
    assert(!/@|pass|ann/i.test(JSON.stringify(rows.map(({ details }) => details))));
  });
});

Deno.test("registration refuses an id that owns coins", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  await openLedger(db, { initialSupply: "1000000", nowMs: Date.now() });
  await mintCoins(db, {
    userId: "treasure",
    amount: "5",
    nowMs: Date.now(),
    createdBy: "job:test",
  });
  const body = { email: "thief@example.com", password: PASSWORD, user_id: "treasure" };
  const { status, body: answer } = await send(server, "/api/v1/auth/register", { body });
  assertEquals([status, answer.error.details?.[0]?.field], [409, "user_id"]);
  await signUp(server, "thief@example.com", { user_id: "treasurer" });
});
