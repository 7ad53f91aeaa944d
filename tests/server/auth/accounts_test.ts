import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { testDatabase } from "../../helpers/database.ts";
import { startTestApp, type TestApp } from "../app_for_tests.ts";
import { as, bearer, logIn, me, PASSWORD, send, signUp } from "./accounts_for_tests.ts";

Deno.test("an account is made, signed in, asked about and signed out", async (t) => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);

  await t.step("registering answers with a token that is good at once", async () => {
    const made = await signUp(server, "Jo@Example.com");
    assertEquals(made.body.token_type, "bearer");
    assertEquals(made.body.expires_in, 3600);
    const { body } = await me(server, made.body.access_token);
    assertEquals([body.kind, body.email, body.role], ["person", "jo@example.com", "user"]);
    assertMatch(body.user_id ?? "", /^u_[0-9a-f]{20}$/);
  });

  await t.step("the email is the same in any case and any form of its letters", async () => {
    assertEquals((await logIn(server, " JO@example.COM ")).status, 200);
    assertEquals((await logIn(server, "ｊｏ@example.com")).status, 200);
  });

  await t.step("the password is the same in any form of its letters", async () => {
    const password = "caf\u00e9 au lait crème";
    const body = { email: "nfc@example.com", password };
    assertEquals((await send(server, "/api/v1/auth/register", { body })).status, 200);
    assertEquals((await logIn(server, "nfc@example.com", password.normalize("NFD"))).status, 200);
  });

  await t.step("it is stored as argon2id with OWASP's parameters", async () => {
    const rows = await db.sql<{ hash: string }>("select password_hash as hash from people");
    for (const { hash } of rows) assertMatch(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    assertEquals(new Set(rows.map(({ hash }) => hash)).size, rows.length);
  });

  await t.step("a token after logout is refused, and others go on", async () => {
    const [one, two] = [
      await logIn(server, "jo@example.com"),
      await logIn(server, "jo@example.com"),
    ];
    const token = one.body.access_token;
    const out = await send(server, "/api/v1/auth/logout", {
      method: "POST",
      headers: bearer(token),
    });
    assertEquals([out.status, out.body.success], [200, true]);
    assertEquals((await me(server, token)).status, 401);
    assertEquals((await me(server, two.body.access_token)).status, 200);
  });

  await t.step("a password in the address is refused, and never repeated", async () => {
    const query = new URLSearchParams({ email: "jo@example.com", password: PASSWORD });
    for (const path of ["login", "register"]) {
      const answer = await send(server, `/api/v1/auth/${path}?${query}`, { method: "POST" });
      assertEquals(answer.status, 400);
      assert(!JSON.stringify(answer.body).includes("otters"));
    }
    assert(!JSON.stringify(server.lines).includes("otters"));
  });

  await t.step("nobody is nobody", async () => {
    assertEquals((await send(server, "/api/v1/auth/me")).status, 401);
    assertEquals((await send(server, "/api/v1/auth/logout", { method: "POST" })).status, 401);
  });
});

Deno.test("registration refuses weak passwords and taken or reserved names", async (t) => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  await signUp(server, "taken@example.com", { user_id: "Taken" });
  const attempt = async (body: object) => {
    const answer = await send(server, "/api/v1/auth/register", {
      body: { email: "new.person@example.com", password: PASSWORD, ...body },
    });
    return `${answer.status} ${answer.body.error?.details?.[0]?.field}`;
  };
  await t.step("passwords", async () => {
    const weak = [
      "",
      "nine char",
      "x".repeat(129) + "yz",
      "password123",
      "P@ssw0rd2024!",
      "1234567890",
      "qwertyuiop",
      "aaaaaaaaaaaa",
      "abcabcabcabc",
      "my new.person pass",
      "NEW.PERSON@example.com",
    ];
    for (const password of weak) {
      assertEquals(await attempt({ password }), "400 password", password);
    }
  });
  await t.step("an answer never repeats the password", async () => {
    const body = { email: "new.person@example.com", password: "password123" };
    const { body: answer } = await send(server, "/api/v1/auth/register", { body });
    assert(!JSON.stringify(answer).includes("password123"));
  });
  await t.step("emails", async () => {
    for (
      const email of [
        "",
        "x",
        "a@b",
        "a b@c.de",
        "a@b.c\n",
        "a\u0000@b.cd",
        `${"a".repeat(65)}@b.cd`,
      ]
    ) {
      assertEquals(await attempt({ email }), email === "a@b.c\n" ? "200 undefined" : "400 email");
    }
    assertEquals(await attempt({ email: "victim＠example.com@evil.com" }), "400 email");
    assertEquals(await attempt({ email: "TAKEN@example.com" }), "409 email");
  });
  await t.step("user ids", async () => {
    for (const user_id of ["", "a b", "ü", "x".repeat(101), "../x", "a.b"]) {
      assertEquals(await attempt({ user_id }), "400 user_id", user_id);
    }
    for (const user_id of ["taken", "system", "BURNED", "pool", "admin", "erased_1"]) {
      assertEquals(await attempt({ user_id }), "409 user_id", user_id);
    }
  });
});

Deno.test("an unknown email takes the same path and time as a wrong password", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  await signUp(server, "known@example.com");
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let round = 0; round < 9; round++) {
    for (const kind of ["known", "unknown"] as const) {
      const email = kind === "known" ? "known@example.com" : `nobody${round}@example.com`;
      const startedAt = performance.now();
      const answer = await logIn(server, email, "not the password");
      times[kind].push(performance.now() - startedAt);
      assertEquals(answer.status, 401);
      assertEquals(answer.body.error.message, "The email or the password is wrong.");
    }
  }
  // The quickest of each: the others waited for whatever else the machine does.
  const ratio = Math.min(...times.known) / Math.min(...times.unknown);
  assert(ratio > 0.4 && ratio < 2.5, `known / unknown = ${ratio}`);
});

Deno.test("a password change ends other sessions and needs the old password", async (t) => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  const here = (await signUp(server, "jo@example.com")).body.access_token;
  const elsewhere = (await logIn(server, "jo@example.com")).body.access_token;
  const next = "eight dry badgers";
  const change = (current_password: string, new_password: string) =>
    as(server, here).auth.changePassword.mutate({ current_password, new_password });

  await t.step("the wrong old one and a weak new one are refused", async () => {
    await assertRejects(() => change("not the password", next), Error, "The password is wrong");
    await assertRejects(() => change(PASSWORD, "short"), Error, "at least 10");
    assertEquals((await me(server, elsewhere)).status, 200);
  });
  await t.step("this session goes on, the other has ended, the new password holds", async () => {
    await change(PASSWORD, next);
    assertEquals((await me(server, here)).status, 200);
    assertEquals((await me(server, elsewhere)).status, 401);
    assertEquals((await logIn(server, "jo@example.com")).status, 401);
    assertEquals((await logIn(server, "jo@example.com", next)).status, 200);
  });
  await t.step("a session can be seen and ended from another", async () => {
    const { sessions } = await as(server, here).auth.sessions.query();
    assertEquals(sessions.map(({ current }) => current).toSorted(), [false, true]);
    const other = sessions.find(({ current }) => !current)!;
    await as(server, here).auth.endSession.mutate({ id: other.id });
    assertEquals((await as(server, here).auth.sessions.query()).sessions.length, 1);
  });
  await t.step("nobody ends someone else's", async () => {
    const stranger = (await signUp(server, "stranger@example.com")).body.access_token;
    const [mine] = (await as(server, here).auth.sessions.query()).sessions;
    await assertRejects(() => as(server, stranger).auth.endSession.mutate({ id: mine!.id }));
    assertEquals((await me(server, here)).status, 200);
  });
});

Deno.test("erasing oneself", async (t) => {
  await using db = await testDatabase();
  let nowMs = Date.now();
  await using server = await startTestApp(db, { now: () => nowMs });
  const erase = (server: TestApp, token: string, body: object) =>
    send(server, "/api/v1/auth/me", { method: "DELETE", body, headers: bearer(token) });

  await t.step("right after signing in the password need not be sent again", async () => {
    const token = (await signUp(server, "jo@example.com")).body.access_token;
    const bare = await send(server, "/api/v1/auth/me", {
      method: "DELETE",
      headers: bearer(token),
    });
    assertEquals(bare.status, 200, JSON.stringify(bare.body));
    assertEquals((await me(server, token)).status, 401);
    assertEquals((await logIn(server, "jo@example.com")).status, 401);
  });
  await t.step("in an old session it must, and must be right", async () => {
    const token = (await signUp(server, "jo@example.com")).body.access_token;
    const { key } = await as(server, token).keys.create.mutate({ name: "script" });
    nowMs += 11 * 60_000;
    assertEquals((await erase(server, token, {})).status, 403);
    assertEquals((await erase(server, token, { password: "wrong" })).status, 403);
    assertEquals((await erase(server, key, { password: PASSWORD })).status, 403);
    assertEquals((await erase(server, token, { password: PASSWORD })).status, 200);
    assertEquals((await me(server, token)).status, 401);
    assertEquals((await me(server, key)).status, 401);
    const left = await db.sql(
      `select 1 from people union all select 1 from sessions union all select 1 from api_keys`,
    );
    assertEquals(left.length, 0);
  });
});

Deno.test("sign-up can be closed, for every instance, and is closed in production", async (t) => {
  await using db = await testDatabase();
  await using one = await startTestApp(db);
  await using two = await startTestApp(db);
  const register = (server: TestApp, email: string) =>
    send(server, "/api/v1/auth/register", { body: { email, password: PASSWORD } });

  await t.step("open by itself locally", async () => {
    assertEquals((await as(one).auth.status.query()).sign_up_open, true);
    assertEquals((await register(one, "a@example.com")).status, 200);
  });
  await t.step("closed by an administrator on one, closed on the other", async () => {
    await as(one).people.setSignUp.mutate({ open: false });
    assertEquals((await register(two, "b@example.com")).status, 403);
    const { person } = await as(two).people.create.mutate({ email: "b@example.com" });
    assertEquals(person.role, "user");
    assertEquals((await logIn(two, "a@example.com")).status, 200);
  });
  await t.step("closed by itself in production", async () => {
    await using fresh = await testDatabase();
    await using production = await startTestApp(fresh, {
      env: { ENVIRONMENT: "production", ADMIN_API_KEY: "b7Yx93kQpL02nVtR48sMzWc1" },
    });
    assertEquals((await register(production, "c@example.com")).status, 403);
  });
});

Deno.test("a whole office signs in from one address; guesses from it are still counted", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  await signUp(server, "jo@example.com");
  for (let time = 0; time < 70; time++) {
    assertEquals((await logIn(server, "jo@example.com")).status, 200, `time ${time}`);
  }
  const statuses: number[] = [];
  for (let guess = 0; guess < 70; guess++) {
    if (guess % 9 === 0) await logIn(server, "jo@example.com");
    statuses.push((await logIn(server, `p${guess}@example.com`, "not the password")).status);
  }
  assertEquals(statuses.filter((status) => status === 401).length, 60);
  assertEquals(statuses.at(-1), 429);
});
