import { assert, assertEquals } from "@std/assert";
import { base64url, exportJWK, generateKeyPair, SignJWT } from "jose";
import { importTokenKeys, issueToken, verifyToken } from "../../../server/auth/tokens.ts";
import { testDatabase } from "../../helpers/database.ts";
import { startTestApp } from "../app_for_tests.ts";
import { as, logIn, me, signUp } from "./accounts_for_tests.ts";

const SECRET = "a secret of thirty-two bytes or so, for this test";
const KEYS = await importTokenKeys([SECRET]);
const NOW_MS = Date.UTC(2026, 0, 1);
const NOW = NOW_MS / 1000;
const SESSION = "6f1c1f3e-9b1d-4c58-8a57-0b5f3a9d4c11";
const CLAIMS = { sub: "alice", sid: SESSION, iat: NOW, nbf: NOW, exp: NOW + 60 };

type Header = Record<string, unknown> & { alg: string };
const HEADER: Header = { alg: "HS256", typ: "at+jwt", kid: KEYS.signing.id };

/** A token signed with the right key unless told otherwise; `undefined` takes a claim out. */
async function forge(options: {
  readonly header?: Record<string, unknown>;
  readonly claims?: Record<string, unknown>;
  readonly key?: Parameters<SignJWT["sign"]>[0];
} = {}): Promise<string> {
  const claims = { iss: "crypto-ai", aud: "crypto-ai-api", ...CLAIMS, ...options.claims };
  return await new SignJWT(JSON.parse(JSON.stringify(claims)))
    .setProtectedHeader({ ...HEADER, ...options.header })
    .sign(options.key ?? new TextEncoder().encode(SECRET));
}

const verify = (token: string, nowMs = NOW_MS) => verifyToken(KEYS, token, nowMs);
const encode = (value: unknown) => base64url.encode(JSON.stringify(value));

Deno.test("a token of ours is good until it expires", async () => {
  const token = await issueToken(KEYS, { userId: "alice", sessionId: SESSION }, {
    nowMs: NOW_MS,
    lifeSeconds: 60,
  });
  const claims = { userId: "alice", sessionId: SESSION };
  assertEquals(await verify(token), claims);
  assertEquals(await verify(await forge()), claims, "the forge makes good ones too");
  assertEquals(await verify(token, NOW_MS - 20_000), claims, "where a clock is behind");
  assertEquals(await verify(token, NOW_MS + 59_000), claims);
  assertEquals(await verify(token, NOW_MS + 60_000), null);
});

Deno.test("a token with alg none is refused, however it is written", async () => {
  const payload = (await forge()).split(".")[1];
  for (const alg of ["none", "None", "NONE", "nOnE", ""]) {
    for (const signature of ["", "AAAA"]) {
      assertEquals(
        await verify(`${encode({ ...HEADER, alg })}.${payload}.${signature}`),
        null,
        alg,
      );
    }
  }
  const [header] = (await forge()).split(".");
  assertEquals(await verify(`${header}.${payload}.`), null);
  assertEquals(await verify(`${header}.${payload}`), null);
});

Deno.test("algorithm confusion: the secret as a public key, and other algorithms, are refused", async () => {
  for (const alg of ["HS384", "HS512"]) {
    assertEquals(await verify(await forge({ header: { alg } })), null, alg);
  }
  for (const alg of ["RS256", "PS256", "ES256", "EdDSA"]) {
    const { privateKey } = await generateKeyPair(alg);
    assertEquals(await verify(await forge({ header: { alg }, key: privateKey })), null, alg);
    // Signed with the shared secret, and said to be of the other kind.
    const [, payload] = (await forge()).split(".");
    const signed = `${encode({ ...HEADER, alg })}.${payload}`;
    const hmac = await crypto.subtle.importKey(
      "raw",
      new TextEncoder().encode(SECRET),
      { name: "HMAC", hash: "SHA-256" },
      false,
      ["sign"],
    );
    const mac = await crypto.subtle.sign("HMAC", hmac, new TextEncoder().encode(signed));
    assertEquals(await verify(`${signed}.${base64url.encode(new Uint8Array(mac))}`), null, alg);
  }
});

Deno.test("kid injection: a key that is not ours by its id is never used", async () => {
  const empty = new Uint8Array(1);
  const kids = [
    undefined,
    "",
    "../../../../dev/null",
    "/dev/null",
    "' union select 'x' --",
    "__proto__",
    "constructor",
    `${KEYS.signing.id} `,
    KEYS.signing.id.toUpperCase() + "0",
    0,
    null,
    [KEYS.signing.id],
    { toString: "x" },
  ];
  for (const kid of kids) {
    const header = encode({ ...HEADER, kid });
    const payload = (await forge()).split(".")[1];
    assertEquals(await verify(`${header}.${payload}.AAAA`), null);
    if (kid !== undefined && typeof kid !== "string") continue;
    assertEquals(await verify(await forge({ header: { kid } })), null, `${kid}, right secret`);
    assertEquals(
      await verify(await forge({ header: { kid }, key: empty })),
      null,
      `${kid}, no secret`,
    );
  }
});

/** A token of any header and payload, signed with our own key: only what it says can be wrong. */
async function signedWithOurKey(header: unknown, payload: unknown): Promise<string> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const secret = new TextEncoder().encode(SECRET);
  const key = await crypto.subtle.importKey("raw", secret, algorithm, false, ["sign"]);
  const text = `${encode(header)}.${typeof payload === "string" ? payload : encode(payload)}`;
  const mac = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text));
  return `${text}.${base64url.encode(new Uint8Array(mac))}`;
}

Deno.test("a token that asks for what we do not know (crit), or says its claims oddly, is refused", async () => {
  const [, part = ""] = (await forge()).split(".");
  const claims = JSON.parse(new TextDecoder().decode(base64url.decode(part)));
  assert(
    await verify(await signedWithOurKey(HEADER, claims)),
    "the forge itself makes good tokens",
  );
  const headers: Record<string, unknown>[] = [
    { crit: ["b64"], b64: false },
    { crit: ["b64"], b64: true },
    { crit: ["exp"], exp: 1 },
    { crit: [] },
    { crit: "b64" },
    { crit: ["constructor"], constructor: 1 },
    { typ: "JWT" },
    { typ: ["at+jwt"] },
    { alg: ["HS256"] },
    { alg: "hs256" },
  ];
  for (const header of headers) {
    const token = await signedWithOurKey({ ...HEADER, ...header }, claims);
    assertEquals(await verify(token), null, JSON.stringify(header));
  }
  const odd = [
    { exp: String(claims.exp) },
    { exp: null },
    { nbf: undefined },
    { iat: undefined },
    { aud: [] },
    { aud: { 0: claims.aud } },
    { aud: `${claims.aud} ` },
    { iss: [claims.iss] },
    { sub: 7 },
    { sub: undefined },
    { sid: `${claims.sid} or true` },
    { sid: [claims.sid] },
  ].map((one) => ({ ...claims, ...one }));
  for (const payload of [...odd, [claims], null, "text"]) {
    const token = await signedWithOurKey(HEADER, payload);
    assertEquals(await verify(token), null, JSON.stringify(payload));
  }
});

Deno.test("jku, x5u, jwk and x5c in a token are never followed", async () => {
  let asked = 0;
  const { promise, resolve } = Promise.withResolvers<number>();
  const attacker = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen: ({ port }) => resolve(port),
  }, () => {
    asked++;
    return Response.json({ keys: [] });
  });
  const url = `http://127.0.0.1:${await promise}/keys.json`;
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
  const jwk = await exportJWK(publicKey);
  const ownSecret = new TextEncoder().encode("the attacker's own secret, as long as it gets");
  const oct = { kty: "oct", k: base64url.encode(ownSecret), alg: "HS256" };
  const places = [{ jku: url }, { x5u: url }, { jwk: oct }, { jwk }, { x5c: ["AAAA"] }];
  for (const place of places) {
    assertEquals(await verify(await forge({ header: place, key: ownSecret })), null);
    const header = { ...place, kid: undefined };
    assertEquals(await verify(await forge({ header, key: ownSecret })), null);
    const other = { ...place, alg: "ES256" };
    assertEquals(await verify(await forge({ header: other, key: privateKey })), null);
  }
  assertEquals(asked, 0);
  await attacker.shutdown();
});

Deno.test("a token in the wrong time, for another audience or by another issuer is refused", async () => {
  const wrong: Record<string, Record<string, unknown>> = {
    expired: { exp: NOW - 1 },
    "expired now": { exp: NOW },
    "future nbf": { nbf: NOW + 1 },
    "no exp": { exp: undefined },
    "no nbf": { nbf: undefined },
    "exp as a text": { exp: `${NOW + 60}` },
    "other audience": { aud: "another-api" },
    "no audience": { aud: undefined },
    "other issuer": { iss: "https://example.com" },
    "no issuer": { iss: undefined },
    "no subject": { sub: undefined },
    "no session": { sid: undefined },
    "a session that is no uuid": { sid: "' or 1=1 --" },
  };
  for (const [what, claims] of Object.entries(wrong)) {
    assertEquals(await verify(await forge({ claims })), null, what);
  }
  assertEquals(
    await verify(await forge({ header: { typ: "JWT" } })),
    null,
    "another kind of token",
  );
});

Deno.test("a token that was tampered with is refused, wherever", async () => {
  const token = await forge();
  const [header, payload, signature] = token.split(".") as [string, string, string];
  const other = encode({ iss: "crypto-ai", aud: "crypto-ai-api", ...CLAIMS, sub: "root" });
  assertEquals(await verify(`${header}.${other}.${signature}`), null, "payload");
  assertEquals(
    await verify(`${encode({ ...HEADER, x: 1 })}.${payload}.${signature}`),
    null,
    "header",
  );
  const bytes = base64url.decode(signature);
  for (let place = 0; place < bytes.length; place++) {
    const changed = bytes.slice();
    changed[place]! ^= 1;
    assertEquals(await verify(`${header}.${payload}.${base64url.encode(changed)}`), null);
  }
  for (const text of ["", ".", "..", "a.b.c", `${token}.x`, `${token} `, token.slice(0, -1)]) {
    assertEquals(await verify(text), null, text);
  }
});

Deno.test("a new signing key is put before the old one, whose tokens stay good", async () => {
  const next = await importTokenKeys(["another secret that is long enough, too", SECRET]);
  const after = await importTokenKeys(["another secret that is long enough, too"]);
  const claims = { userId: "alice", sessionId: SESSION };
  const old = await forge();
  const times = { nowMs: NOW_MS, lifeSeconds: 60 };
  const fresh = await issueToken(next, claims, times);
  assertEquals(await verifyToken(next, old, NOW_MS), claims);
  assertEquals(await verifyToken(next, fresh, NOW_MS), claims);
  assertEquals(await verifyToken(after, fresh, NOW_MS), claims);
  assertEquals(await verifyToken(after, old, NOW_MS), null);
});

Deno.test("a token of another data directory, or of the same key on another database, is refused", async () => {
  await using first = await testDatabase();
  await using second = await testDatabase();
  await using one = await startTestApp(first);
  await using other = await startTestApp(second);
  const token = (await signUp(one, "jo@example.com", { user_id: "jo" })).body.access_token;
  await signUp(other, "jo@example.com", { user_id: "jo" });
  assertEquals((await me(one, token)).status, 200);
  assertEquals((await me(other, token)).status, 401);

  const env = { JWT_SECRET_KEY: SECRET };
  await using sameKey = await startTestApp(first, { env });
  await using elsewhere = await startTestApp(second, { env });
  const shared = (await logIn(sameKey, "jo@example.com")).body.access_token;
  assertEquals((await me(sameKey, shared)).status, 200);
  assertEquals((await me(elsewhere, shared)).status, 401, "the session is not there");
});

Deno.test("instances on one database accept each other's tokens, and rotate JWT_SECRET_KEY", async () => {
  await using db = await testDatabase();
  await using one = await startTestApp(db);
  await using two = await startTestApp(db);
  const token = (await signUp(one, "jo@example.com")).body.access_token;
  assertEquals((await me(two, token)).status, 200);

  const env = (keys: string) => ({ env: { JWT_SECRET_KEY: keys } });
  await using before = await startTestApp(db, env(SECRET));
  await using during = await startTestApp(db, env(`another one that is long enough, ${SECRET}`));
  const old = (await logIn(before, "jo@example.com")).body.access_token;
  const fresh = (await logIn(during, "jo@example.com")).body.access_token;
  assertEquals((await me(during, old)).status, 200);
  assertEquals((await me(during, fresh)).status, 200);
  assertEquals((await me(before, fresh)).status, 401);
  assert(
    (await me(during, token)).status === 401,
    "the key of the database does not count beside it",
  );
});

Deno.test("a token ends when its person is disabled, on every instance within seconds", async () => {
  await using db = await testDatabase();
  let nowMs = Date.now();
  const now = () => nowMs;
  await using one = await startTestApp(db, { now });
  await using two = await startTestApp(db, { now });
  const made = await signUp(one, "jo@example.com", { user_id: "jo" });
  const token = made.body.access_token;
  const { key } = await as(one, token).keys.create.mutate({ name: "script" });
  for (const sent of [token, key]) assertEquals((await me(two, sent)).status, 200);

  await as(one).people.disable.mutate({ user_id: "jo" });
  for (const sent of [token, key]) assertEquals((await me(one, sent)).status, 401);
  const signIn = await logIn(one, "jo@example.com");
  assertEquals([signIn.status, signIn.body.error.code], [403, "FORBIDDEN"]);
  assertEquals((await logIn(one, "jo@example.com", "not the password")).status, 401);
  nowMs += 2_000;
  for (const sent of [token, key]) assertEquals((await me(two, sent)).status, 401);

  await as(one).people.enable.mutate({ user_id: "jo" });
  nowMs += 2_000;
  assertEquals((await me(two, token)).status, 401, "the session has ended for good");
  assertEquals((await me(two, key)).status, 200);
});

Deno.test("a token is worth no more than its session and its person, whatever it says", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  const { body } = await signUp(server, "jo@example.com", { user_id: "jo" });
  await signUp(server, "boss@example.com", { user_id: "boss" });
  const statusAfter = async (change: string) => {
    await db.sql(change);
    server.app.authenticate.forget();
    return (await me(server, body.access_token)).status;
  };
  const [session] = await db.sql<{ id: string }>("select id from sessions where user_id = 'jo'");
  const claims = { userId: "boss", sessionId: session!.id };
  const times = { nowMs: Date.now(), lifeSeconds: 60 };
  const mixed = await issueToken(await server.app.secrets.tokenKeys(), claims, times);
  assertEquals((await me(server, mixed)).status, 401, "another person's session");
  assertEquals(await statusAfter("select 1"), 200);
  assertEquals(await statusAfter("update people set disabled_at = now()"), 401);
  assertEquals(await statusAfter("update people set disabled_at = null"), 200);
  assertEquals(await statusAfter("update sessions set expires_at = now()"), 401);
});
