import { assert, assertEquals } from "@std/assert";
import { migrate, openDatabase } from "../../../db/mod.ts";
import { migrationsList } from "../../../db/migrations/migrations_list.ts";
import { testDatabase } from "../../helpers/database.ts";
import { ADMIN_KEY } from "../../server/app_for_tests.ts";
import { pause } from "../instances.ts";
import { type Fleet, startFleet } from "./balancer.ts";

const PASSWORD = "seven wet otters";

interface Body {
  readonly access_token: string;
  readonly balance: { readonly balance: string };
  readonly transaction: { readonly transaction_id: string };
  readonly error?: { readonly code: string };
}

/** Asks one instance by its place. */
async function ask(fleet: Fleet, at: number, path: string, options: {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
} = {}): Promise<{ status: number; body: Body; headers: Headers }> {
  const { body, headers } = options;
  const response = await fetch(fleet.processes[at]!.url + path, {
    method: body === undefined ? "GET" : "POST",
    headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json(), headers: response.headers };
}

Deno.test("three instances started at once on an empty database serve as one", async (t) => {
  await using db = await testDatabase();
  await db.sql("drop schema public cascade");
  await db.sql("create schema public");
  await using fleet = await startFleet(db.url, 3, { RATE_LIMIT_PER_MINUTE: "60" });

  await t.step("the schema was made once, and the ledger opened once", async () => {
    const rows = await db.sql("select from schema_migrations");
    assertEquals(rows.length, migrationsList.length);
    const again = await openDatabase({ dataDir: "", databaseUrl: db.url, poolSize: 1 });
    assertEquals(await migrate(again), []);
    await again.close();
    const [ledger] = await db.sql<{ total: string }>(
      "select sum(balance)::text as total from ledger_accounts",
    );
    assertEquals(Number(ledger?.total), 1_000_000);
  });

  await t.step(
    "who signs in at one is known to the others, until signing out at a third",
    async () => {
      const account = { email: "ann@example.org", password: PASSWORD };
      assertEquals((await ask(fleet, 0, "/api/v1/auth/register", { body: account })).status, 200);
      const { body, headers } = await ask(fleet, 1, "/api/v1/auth/login", { body: account });
      const token = { authorization: `Bearer ${body.access_token}` };
      const cookie = { cookie: headers.getSetCookie()[0]!.split(";")[0]! };
      for (const credential of [token, cookie]) {
        assertEquals((await ask(fleet, 2, "/api/v1/auth/me", { headers: credential })).status, 200);
      }
      const out = await ask(fleet, 0, "/api/v1/auth/logout", { body: {}, headers: token });
      assertEquals(out.status, 200);
      // What another instance has just looked up holds for two seconds.
      await pause(2_100);
      for (const at of [1, 2]) {
        assertEquals((await ask(fleet, at, "/api/v1/auth/me", { headers: token })).status, 401);
      }
    },
  );

  await t.step("a key of idempotency used at one is known to the others", async () => {
    const headers = { authorization: `Bearer ${ADMIN_KEY}`, "idempotency-key": "once" };
    const mint = (at: number, amount: string) =>
      ask(fleet, at, "/api/v1/coins/mint/bob", { body: { amount }, headers });
    const answers = await Promise.all([mint(0, "5"), mint(1, "5"), mint(2, "5"), mint(0, "5")]);
    assertEquals(answers.map(({ status }) => status), [200, 200, 200, 200]);
    const ids = new Set(answers.map(({ body }) => body.transaction.transaction_id));
    assertEquals(ids.size, 1);
    const replayed = answers.filter((one) => one.headers.get("idempotent-replayed") === "true");
    assertEquals(replayed.length, 3);
    const other = await mint(2, "6");
    assertEquals([other.status, other.body.error?.code], [409, "IDEMPOTENCY_CONFLICT"]);
  });

  await t.step("a limit used up over all of them is used up at each", async () => {
    const calls = await Promise.all(
      Array.from({ length: 90 }, (_, at) => ask(fleet, at % 3, "/trpc/models.list")),
    );
    const granted = calls.filter(({ status }) => status === 200).length;
    assert(granted <= 60 && granted >= 50, `${granted} calls`);
    for (const at of [0, 1, 2]) {
      assertEquals((await ask(fleet, at, "/trpc/models.list")).status, 429);
    }
  });
});
