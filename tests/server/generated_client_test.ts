import { assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import openapiTS, { astToString } from "openapi-typescript";
import { testDatabase } from "../helpers/database.ts";
import { ADMIN_KEY, getJson, startTestApp } from "./app_for_tests.ts";
import { storeForecasts, storeMarket } from "./market_for_tests.ts";

const CONFIG = fromFileUrl(new URL("../../deno.json", import.meta.url));

/** In pieces: in this file itself nothing is silenced. */
const WRONG = ["@ts", "expect", "error"].join("-");

/** What someone writes against the generated types: each line marked as wrong must not compile. */
const PROGRAM = `import createClient from "openapi-fetch";
import type { paths } from "./api.ts";

const [baseUrl, key] = Deno.args as [string, string];
const open = createClient<paths>({ baseUrl });
const admin = createClient<paths>({ baseUrl, headers: { authorization: \`Bearer \${key}\` } });

const top = await open.GET("/api/predictions/top20", { params: { query: { limit: 2 } } });
const symbols: string[] = top.data?.predictions.map((one) => one.symbol) ?? [];

const path = { symbol: "BTC" };
const candles = await open.GET("/api/market/candles/{symbol}", {
  params: { path, query: { interval: "1d", from: "2025-02-20" } },
});
const close: number | undefined = candles.data?.candles.at(-1)?.close;

const refused = await open.GET("/api/admin/audit", {});
const code: string | undefined = refused.error?.error.code;

const missing = await open.GET("/api/predictions/crypto/{symbol}", {
  params: { path: { symbol: "NOSUCH" } },
});
const id: string | undefined = missing.error?.error.request_id;

const audit = await admin.GET("/api/admin/audit", { params: { query: { limit: 1 } } });
const entries: number | undefined = audit.data?.entries.length;

const credentials = { email: "ann@example.com", password: "a long enough passphrase", user_id: "ann" };
const token = (await open.POST("/api/v1/auth/register", { body: credentials })).data?.access_token;
const ann = createClient<paths>({ baseUrl, headers: { authorization: \`Bearer \${token}\` } });

const minted = await admin.POST("/api/v1/coins/mint/{user_id}", {
  params: { path: { user_id: "ann" }, header: { "Idempotency-Key": "client-1" } },
  body: { amount: "50" },
});
await admin.POST("/api/v1/coins/mint/{user_id}", {
  params: { path: { user_id: "bob" }, query: { amount: 1, dry_run: false } },
});
const sent = await ann.POST("/api/v1/transactions/quick-send", {
  params: { query: { from_user: "ann", to_user: "bob", amount: 10 } },
});
const poor = await ann.POST("/api/v1/transactions/quick-send", {
  body: { from_user: "ann", to_user: "bob", amount: "1000" },
});
const balance = await ann.GET("/api/v1/coins/balance/{user_id}", {
  params: { path: { user_id: "ann" } },
});

// ${WRONG}: there is no such path
await open.GET("/api/no/such/path", {}).catch(() => undefined);
// ${WRONG}: an interval is one of three
open.GET("/api/market/candles/{symbol}", { params: { path, query: { interval: "2h" } } });

console.log(JSON.stringify({
  symbols,
  hasClose: typeof close === "number",
  code,
  status: missing.response.status,
  hasId: id === missing.response.headers.get("x-request-id"),
  entries,
  minted: minted.data && "success" in minted.data && minted.data.transaction.amount,
  fee: sent.data && "success" in sent.data && sent.data.transaction.fee,
  poor: poor.error?.error.code,
  balance: balance.data?.balance,
}));
`;

Deno.test("a client generated from /openapi.json compiles, and works against the server", async () => {
  await using db = await testDatabase();
  await storeMarket(db);
  await storeForecasts(db);
  await using server = await startTestApp(db);
  const document = await getJson<Record<string, unknown>>(`${server.url}/openapi.json`);
  const folder = await Deno.makeTempDir({ prefix: "generated client " });
  try {
    await Deno.writeTextFile(`${folder}/api.ts`, astToString(await openapiTS(document as never)));
    await Deno.writeTextFile(`${folder}/program.ts`, PROGRAM);
    const program = `${folder}/program.ts`;
    await deno(["check", "--config", CONFIG, program]);
    const args = ["run", "-A", "--no-check", "--config", CONFIG, program, server.url, ADMIN_KEY];
    assertEquals(JSON.parse(await deno(args)), {
      symbols: ["SOL", "BTC"],
      hasClose: true,
      code: "UNAUTHORIZED",
      status: 404,
      hasId: true,
      entries: 0,
      minted: "50",
      fee: "0.05",
      poor: "INSUFFICIENT_FUNDS",
      balance: "39.95",
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

async function deno(args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  if (!success) throw new Error(`deno ${args[0]} failed:\n${text(stderr)}`);
  return text(stdout);
}
