import { assertEquals } from "@std/assert";
import { appRouter } from "../../../server/app_router.ts";
import type { Actor, App } from "../../../server/context.ts";
import { createHandler, type Handler } from "../../../server/http.ts";
import { type RestRoute, restRoutes } from "../../../server/rest.ts";
import type { Access, ProcedureMeta } from "../../../server/trpc.ts";
import { testDatabase } from "../../helpers/database.ts";
import { startTestApp } from "../app_for_tests.ts";
import { ACCESS_TABLE } from "./access_table.ts";

interface Definition {
  readonly type: "query" | "mutation" | "subscription";
  readonly meta?: ProcedureMeta;
}

const procedures = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { _def: Definition }>,
).map(([name, { _def }]) => ({ name, ...(_def as Definition) }));

/** Those in the table; that none is missing is the first test. */
const listed = procedures.filter(({ name }) => Object.hasOwn(ACCESS_TABLE, name));
const listedPaths = restRoutes(appRouter)
  .filter(({ procedure }) => Object.hasOwn(ACCESS_TABLE, procedure));

const NOBODY = { kind: "anonymous", role: "anonymous", name: "", userId: null, keyId: null };
const key = { kind: "key", role: "user", name: "a key", userId: null, keyId: 1 };
const person = { kind: "person", role: "user", keyId: null };

/** Who asks, by the key that the test sends. All inputs name alice. */
const ACTORS = {
  nobody: NOBODY,
  rejected: { ...NOBODY, kind: "rejected", role: "rejected" },
  keyOfNoPerson: key,
  alice: { ...person, name: "alice", userId: "alice" },
  bob: { ...person, name: "bob", userId: "bob" },
  admin: { ...key, role: "admin", name: "an admin key", keyId: 2 },
} as Readonly<Record<string, Actor>>;

type Outcome = "let in" | 401 | 403;

/** What each should meet where `API_KEY_REQUIRED` is true. */
const EXPECTED: Readonly<Record<Access, Readonly<Record<keyof typeof ACTORS, Outcome>>>> = {
  all: rowOf("let in", "let in", "let in", "let in", "let in"),
  key: rowOf(401, 401, "let in", "let in", "let in"),
  signed_in: rowOf(401, 401, "let in", "let in", "let in"),
  owner: rowOf(401, 401, 403, "let in", 403),
  // Whether they are a side of the transaction is looked up by the verb.
  party: rowOf(401, 401, "let in", "let in", "let in"),
  admin: rowOf(401, 401, 403, 403, 403),
};

function rowOf(
  nobody: Outcome,
  rejected: Outcome,
  keyOfNoPerson: Outcome,
  alice: Outcome,
  bob: Outcome,
) {
  return { nobody, rejected, keyOfNoPerson, alice, bob, admin: "let in" } as const;
}

/** Texts of the guard: a refusal by the verb itself, a wrong password for instance, is another one. */
const GUARD = [
  /This needs a key or a token/,
  /is not known, or was revoked/,
  /belongs to someone else/,
  /This needs an administrator/,
];

Deno.test("the table names every procedure with the access that its router gives it", () => {
  const missing = procedures.filter(({ name }) => !Object.hasOwn(ACCESS_TABLE, name))
    .map(({ name, meta }) => `  "${name}": "${meta?.access}",`);
  assertEquals(
    missing,
    [],
    `Add to tests/server/edge/access_table.ts, if each is what it should be:\n${
      missing.join("\n")
    }\n`,
  );
  const names = new Set(procedures.map(({ name }) => name));
  const gone = Object.keys(ACCESS_TABLE).filter((name) => !names.has(name));
  assertEquals(gone, [], "Take these out of tests/server/edge/access_table.ts: they are gone.");
  const given = Object.fromEntries(procedures.map(({ name, meta }) => [name, meta?.access]));
  assertEquals(given, { ...ACCESS_TABLE });
});

Deno.test("every procedure lets in whom the table names, and nobody else", async () => {
  await using world = await openWorld("true");
  for (const { name, type } of listed) {
    for (const actor of Object.keys(ACTORS)) {
      const met = await outcomeOf(await world.handler(trpcRequest(name, type, actor), "10.0.0.1"));
      assertEquals(met, EXPECTED[ACCESS_TABLE[name]!][actor], `${actor} calls ${name}`);
    }
  }
});

Deno.test("every REST path lets in whom the table names, and nobody else", async () => {
  await using world = await openWorld("true");
  for (const route of listedPaths) {
    for (const actor of Object.keys(ACTORS)) {
      const met = await outcomeOf(await world.handler(restRequest(route, actor), "10.0.0.1"));
      const path = `${route.method} ${route.segments.join("/")}`;
      assertEquals(met, EXPECTED[ACCESS_TABLE[route.procedure]!][actor], `${actor}: ${path}`);
    }
  }
});

Deno.test("where no key is required, only what needs a key is open to all", async () => {
  await using world = await openWorld("false");
  for (const { name, type } of listed) {
    const access = ACCESS_TABLE[name]!;
    const met = await outcomeOf(await world.handler(trpcRequest(name, type, "nobody"), "10.0.0.1"));
    assertEquals(met, access === "all" || access === "key" ? "let in" : 401, name);
    const wrong = trpcRequest(name, type, "rejected");
    assertEquals(
      await outcomeOf(await world.handler(wrong, "10.0.0.1")),
      access === "all" ? "let in" : 401,
      name,
    );
  }
});

/** A server whose authenticator takes the name of an actor as its key. */
async function openWorld(keyRequired: string): Promise<AsyncDisposable & { handler: Handler }> {
  const db = await testDatabase();
  const server = await startTestApp(db, { env: { API_KEY_REQUIRED: keyRequired } });
  const app: App = {
    ...server.app,
    authenticate: Object.assign(
      (sent: { value: string } | null) => Promise.resolve(ACTORS[sent?.value ?? "nobody"]!),
      { forget: () => undefined },
    ),
    // Every wrong key of this test comes from one address.
    limits: {
      take: (_, { cap }) => Promise.resolve({ allowed: true, cap, remaining: 1, resetMs: 1 }),
      forget: () => Promise.resolve(),
    },
  };
  const silent = () => undefined;
  const log = { debug: silent, info: silent, warn: silent, error: silent, access: silent };
  const handler = createHandler({
    app,
    router: appRouter,
    log: { ...log, close: silent, during: (_, work) => work() },
    webFolder: "/nowhere",
  });
  return {
    handler,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
    },
  };
}

const FIELDS = { user_id: "alice", from_user: "alice" };

function headersOf(actor: string): Record<string, string> {
  return actor === "nobody" ? {} : { "x-api-key": actor };
}

function trpcRequest(name: string, type: Definition["type"], actor: string): Request {
  const url = `http://server/trpc/${name}`;
  if (type !== "mutation") {
    const input = encodeURIComponent(JSON.stringify(FIELDS));
    return new Request(`${url}?input=${input}`, { headers: headersOf(actor) });
  }
  return new Request(url, {
    method: "POST",
    headers: { ...headersOf(actor), "content-type": "application/json" },
    body: JSON.stringify(FIELDS),
  });
}

function restRequest({ method, segments }: RestRoute, actor: string): Request {
  const path = segments.map((piece) => piece.startsWith("{") ? "alice" : piece).join("/");
  if (method === "GET") {
    return new Request(`http://server${path}`, { headers: headersOf(actor) });
  }
  return new Request(`http://server${path}`, {
    method,
    headers: { ...headersOf(actor), "content-type": "application/json" },
    body: JSON.stringify(FIELDS),
  });
}

async function outcomeOf(response: Response): Promise<Outcome> {
  const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") ?? false;
  const text = isStream ? await readStart(response) : await response.text();
  if (!GUARD.some((pattern) => pattern.test(text))) return "let in";
  return /"UNAUTHORIZED"/.test(text) ? 401 : 403;
}

/** A stream goes on; its first two events tell whether it was refused. */
async function readStart(response: Response): Promise<string> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (text.split("\n\n").length < 3) {
    const { done, value } = await reader.read();
    if (done) break;
    text += value;
  }
  await reader.cancel();
  return text;
}
