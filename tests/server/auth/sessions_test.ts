import { assert, assertEquals, assertMatch } from "@std/assert";
import { testDatabase } from "../../helpers/database.ts";
import { ADMIN_KEY, startTestApp, type TestApp } from "../app_for_tests.ts";
import { as, logIn, me, PASSWORD, send, signUp } from "./accounts_for_tests.ts";

/** A request as a browser makes it: with its cookie and where it comes from. */
function browse(server: TestApp, cookie: string, headers: Record<string, string> = {}) {
  return send(server, "/api/v1/auth/me", { headers: { cookie, ...headers } });
}

Deno.test("signing in gives a browser a cookie that scripts and other sites cannot use", async (t) => {
  await using db = await testDatabase();
  let nowMs = Date.now();
  await using server = await startTestApp(db, { now: () => nowMs });
  const { headers, cookie } = await signUp(server, "jo@example.com");

  await t.step("its flags", () => {
    const [set] = headers.getSetCookie();
    assertMatch(
      set!,
      /^__Host-session=[\w-]{32}; Max-Age=1209600; Path=\/; Secure; HttpOnly; SameSite=Strict$/,
    );
    assert(!/domain/i.test(set!));
  });
  await t.step("the secret is not stored", async () => {
    const rows = JSON.stringify(await db.sql("select * from sessions"));
    assert(!rows.includes(cookie.split("=")[1]!));
  });
  await t.step("it signs in, over REST and tRPC", async () => {
    assertEquals((await browse(server, cookie)).body.email, "jo@example.com");
    const response = await fetch(`${server.url}/trpc/auth.me`, { headers: { cookie } });
    assertEquals((await response.json()).result.data.email, "jo@example.com");
  });
  await t.step("a header counts before it, and a wrong header is not helped by it", async () => {
    const admin = await browse(server, cookie, { "x-api-key": ADMIN_KEY });
    assertEquals(admin.body.role, "admin");
    assertEquals((await browse(server, cookie, { "x-api-key": "wrong" })).status, 401);
  });
  await t.step("one that has ended is as good as none", async () => {
    const open = { headers: { cookie: "__Host-session=nonsense" } };
    assertEquals((await send(server, "/api/predictions/top20", open)).status, 200);
    assertEquals((await browse(server, "__Host-session=nonsense")).status, 401);
    assertEquals((await browse(server, "session=x; __Host-session=")).status, 401);
  });
  await t.step("signing out ends it, on the server and in the browser", async () => {
    const second = await logIn(server, "jo@example.com");
    const out = await send(server, "/api/v1/auth/logout", {
      method: "POST",
      headers: { cookie: second.cookie, origin: server.url },
    });
    assertMatch(out.headers.getSetCookie()[0]!, /^__Host-session=; Max-Age=0;/);
    assertEquals((await browse(server, second.cookie)).status, 401);
    assertEquals((await me(server, second.body.access_token)).status, 401);
  });
  await t.step("after two weeks it is over", async () => {
    nowMs += 14 * 86_400_000;
    assertEquals((await browse(server, cookie)).status, 401);
  });
});

Deno.test("session fixation: what was in the browser before signing in is worth nothing after", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  await signUp(server, "victim@example.com");
  const planted = await signUp(server, "attacker@example.com");
  for (const cookie of [planted.cookie, "__Host-session=chosen-by-the-attacker"]) {
    const answer = await send(server, "/api/v1/auth/login", {
      body: { email: "victim@example.com", password: PASSWORD },
      headers: { cookie, origin: server.url },
    });
    assertEquals(answer.status, 200);
    assert(answer.cookie !== cookie);
    assertEquals((await browse(server, answer.cookie)).body.email, "victim@example.com");
    assertEquals((await browse(server, cookie)).status, 401);
  }
});

Deno.test("other sites' pages change nothing with the cookie, and sign nobody in", async (t) => {
  await using db = await testDatabase();
  await using server = await startTestApp(db, {
    env: { ALLOWED_ORIGINS: "https://app.example.com" },
  });
  const { cookie } = await signUp(server, "jo@example.com");
  const post = (headers: Record<string, string>, path = "/trpc/auth.endSession") =>
    send(server, path, { body: { id: crypto.randomUUID() }, headers }).then(({ status }) => status);
  const evil = "https://evil.example.com";

  await t.step("with the cookie an origin of our own is needed", async () => {
    assertEquals(await post({ cookie, origin: server.url }), 404);
    assertEquals(await post({ cookie, origin: "https://app.example.com" }), 404);
    assertEquals(await post({ cookie, "sec-fetch-site": "same-origin" }), 404);
    assertEquals(await post({ cookie }), 403);
    for (
      const origin of [evil, "null", "", server.url.replace(/\d+$/, "1"), `${server.url}.evil`]
    ) {
      assertEquals(await post({ cookie, origin }), 403, origin);
    }
    for (const site of ["cross-site", "same-site", "nonsense"]) {
      assertEquals(await post({ cookie, "sec-fetch-site": site }), 403, site);
    }
  });
  await t.step("nor can another site sign a browser in as someone else", async () => {
    const login = "/api/v1/auth/login";
    const body = { email: "jo@example.com", password: PASSWORD };
    const refused = await send(server, login, { body, headers: { origin: evil } });
    assertEquals([refused.status, refused.cookie], [403, ""]);
    assertEquals((await send(server, login, { body })).status, 200, "a program sends no origin");
  });
  await t.step("a key in a header needs no origin", async () => {
    const headers = { "x-api-key": ADMIN_KEY, origin: evil };
    const answer = await send(server, "/trpc/people.setSignUp", { body: { open: true }, headers });
    assertEquals(answer.status, 200);
  });
});

Deno.test("a browser signs in with a key, and its session ends with the key", async (t) => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  const start = (api_key: string) =>
    send(server, "/trpc/auth.startSession", { body: { api_key }, headers: { origin: server.url } });

  await t.step("with a stored key", async () => {
    const { key, view } = await as(server).keys.create.mutate({ name: "laptop", role: "admin" });
    const { cookie } = await start(key);
    const { body } = await browse(server, cookie);
    assertEquals([body.kind, body.role, body.user_id], ["key", "admin", null]);
    await as(server).keys.revoke.mutate({ id: view.id });
    assertEquals((await browse(server, cookie)).status, 401);
  });
  await t.step("with the key of the environment, until it is another", async () => {
    const { cookie } = await start(ADMIN_KEY);
    assertEquals((await browse(server, cookie)).body.role, "admin");
    await using later = await startTestApp(db, { env: { ADMIN_API_KEY: "another-key-for-later" } });
    assertEquals((await browse(later, cookie)).status, 401);
  });
  await t.step("not with a wrong one, nor with a token", async () => {
    const { body } = await signUp(server, "jo@example.com");
    for (const wrong of ["nonsense", "pck_0000", body.access_token]) {
      const answer = await start(wrong);
      assertEquals([answer.status, answer.cookie], [401, ""]);
    }
  });
});
