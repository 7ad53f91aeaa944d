import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { testDatabase } from "../../helpers/database.ts";
import { startTestApp } from "../app_for_tests.ts";
import { as, me, signUp } from "./accounts_for_tests.ts";

const HOUR_MS = 3_600_000;

Deno.test("a person makes keys of their own, shown once and stored as a keyed hash", async (t) => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  const jo = (await signUp(server, "jo@example.com", { user_id: "jo" })).body.access_token;
  const eve = (await signUp(server, "eve@example.com", { user_id: "eve" })).body.access_token;
  const { key, view } = await as(server, jo).keys.create.mutate({ name: "script" });

  await t.step("it acts for the person", async () => {
    assertMatch(key, /^pck_[0-9a-f]{48}$/);
    const { body } = await me(server, key);
    assertEquals([body.kind, body.user_id, body.role], ["key", "jo", "user"]);
  });
  await t.step("only its beginning and a hash are stored", async () => {
    const rows = JSON.stringify(await db.sql("select * from api_keys"));
    assert(rows.includes(key.slice(0, 12)) && !rows.includes(key.slice(0, 13)));
    assert(!rows.includes(key.slice(-12)));
  });
  await t.step(
    "the list shows it, with its last use, to its owner and to administrators",
    async () => {
      const { keys } = await as(server, jo).keys.list.query();
      assertEquals(keys.map(({ id, prefix, state }) => [id, prefix, state]), [
        [view.id, key.slice(0, 12), "in_force"],
      ]);
      assert(keys[0]!.last_used_at !== null);
      assertEquals((await as(server, eve).keys.list.query()).keys, []);
      assertEquals((await as(server).keys.list.query({ all: true })).keys.length, 1);
      await assertRejects(() => as(server, eve).keys.list.query({ all: true }));
    },
  );
  await t.step("nobody else ends or rotates it, nor learns that it is there", async () => {
    const { id } = view;
    for (const wrong of [id, id + 100]) {
      await assertRejects(
        () => as(server, eve).keys.revoke.mutate({ id: wrong }),
        Error,
        "You have no",
      );
      await assertRejects(
        () => as(server, eve).keys.rotate.mutate({ id: wrong }),
        Error,
        "You have no",
      );
    }
  });
  await t.step("a user makes no key for others, for nobody or with the role admin", async () => {
    const create = as(server, eve).keys.create;
    await assertRejects(() => create.mutate({ name: "x", user_id: "jo" }));
    await assertRejects(() => create.mutate({ name: "x", user_id: null }));
    await assertRejects(() => create.mutate({ name: "x", role: "admin" }));
  });
  await t.step("a key of a user makes no keys", async () => {
    await assertRejects(() => as(server, key).keys.create.mutate({ name: "successor" }));
    await assertRejects(() => as(server, key).keys.rotate.mutate({ id: view.id }));
  });
  await t.step("revoked, it is refused at once and cannot be revoked again", async () => {
    await as(server, jo).keys.revoke.mutate({ id: view.id });
    assertEquals((await me(server, key)).status, 401);
    await assertRejects(() => as(server, jo).keys.revoke.mutate({ id: view.id }));
  });
});

Deno.test("a person has at most fifty keys in force, however they are made", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  const { body } = await signUp(server, "jo@example.com", { user_id: "jo" });
  const { keys } = as(server, body.access_token);
  const made = await Promise.allSettled(
    Array.from({ length: 60 }, (_, at) => keys.create.mutate({ name: `key ${at}` })),
  );
  const [first] = made.filter((one) => one.status === "fulfilled");
  assertEquals(made.filter(({ status }) => status === "fulfilled").length, 50);
  const { id } = first!.value.view;
  await assertRejects(() => keys.rotate.mutate({ id }), Error, "50 keys are in force");
  const forJo = () => as(server).keys.create.mutate({ name: "one more", user_id: "jo" });
  await assertRejects(forJo, Error, "50 keys are in force");
  await keys.revoke.mutate({ id });
  await forJo();
  await as(server).keys.create.mutate({ name: "nobody's", user_id: null });
});

Deno.test("a rotated key and its successor both work during the overlap, then one", async (t) => {
  await using db = await testDatabase();
  let nowMs = Date.now();
  await using server = await startTestApp(db, { now: () => nowMs });
  const admin = as(server);
  const first = await admin.keys.create.mutate({ name: "fleet", role: "admin", expires_days: 30 });
  const second = await admin.keys.rotate.mutate({ id: first.view.id, overlap_hours: 2 });

  await t.step("both", async () => {
    assertEquals((await me(server, first.key)).body.role, "admin");
    assertEquals((await me(server, second.key)).body.role, "admin");
    assertEquals(second.view.name, "fleet");
    assert(Date.parse(second.view.expires_at!) > nowMs + 29 * 24 * HOUR_MS);
  });
  await t.step("it is rotated once, however many ask at once", async () => {
    await assertRejects(
      () => admin.keys.rotate.mutate({ id: first.view.id }),
      Error,
      "rotated before",
    );
    const { id } = second.view;
    const results = await Promise.allSettled(
      [1, 2, 3, 4].map(() => as(server).keys.rotate.mutate({ id, overlap_hours: 1 })),
    );
    assertEquals(results.filter(({ status }) => status === "fulfilled").length, 1);
  });
  await t.step("after the overlap the old one is over", async () => {
    nowMs += 2 * HOUR_MS;
    assertEquals((await me(server, first.key)).status, 401);
    const { keys } = await admin.keys.list.query({ all: true });
    const old = keys.find(({ id }) => id === first.view.id)!;
    assertEquals([old.state, old.replaced_by], ["expired", second.view.id]);
  });
  await t.step("rotating never lengthens a life", async () => {
    const short = await admin.keys.create.mutate({ name: "short", expires_days: 1 });
    const next = await admin.keys.rotate.mutate({ id: short.view.id, overlap_hours: 720 });
    nowMs += 24 * HOUR_MS;
    assertEquals((await me(server, short.key)).status, 401);
    assertEquals((await me(server, next.key)).status, 401);
  });
  await t.step("without an overlap the old one ends at once", async () => {
    const one = await admin.keys.create.mutate({ name: "leaked" });
    await admin.keys.rotate.mutate({ id: one.view.id, overlap_hours: 0 });
    assertEquals((await me(server, one.key)).status, 401);
  });
});

Deno.test("a key of an administrator is none when they are not one any more", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  await as(server).people.create.mutate({
    email: "boss@example.com",
    user_id: "boss",
    role: "admin",
  });
  const { key } = await as(server).keys.create.mutate({
    name: "x",
    role: "admin",
    user_id: "boss",
  });
  assertEquals((await me(server, key)).body.role, "admin");
  await as(server).people.setRole.mutate({ user_id: "boss", role: "user" });
  assertEquals((await me(server, key)).body.role, "user");
  await assertRejects(() => as(server).keys.create.mutate({ name: "x", user_id: "nobody" }));
});

Deno.test("a key that one instance made works on another, and ends there within seconds", async () => {
  await using db = await testDatabase();
  let nowMs = Date.now();
  const now = () => nowMs;
  await using one = await startTestApp(db, { now });
  await using two = await startTestApp(db, { now });
  const { key, view } = await as(one).keys.create.mutate({ name: "shared" });
  assertEquals((await me(two, key)).status, 200);
  await as(one).keys.revoke.mutate({ id: view.id });
  nowMs += 2_000;
  assertEquals((await me(two, key)).status, 401);
});
