import {
  chainLedger,
  createApiKey,
  type Database,
  insertPerson,
  migrate,
  mintCoins,
  openDatabase,
  openLedger,
  verifyLedger,
} from "../../db/mod.ts";
import { appRouter } from "../../server/app_router.ts";
import { generateKey, hashKey, keyPrefix } from "../../server/auth/credential.ts";
import type { App, RequestContext } from "../../server/context.ts";
import { createCallerFactory } from "../../server/trpc.ts";
import { type AppProcess, startApp } from "../helpers/app_process.ts";
import { startTestApp, type TestApp } from "../server/app_for_tests.ts";
import type { BenchRow } from "./bench_row.ts";
import { makeLedgerPeer, type Spread } from "./ledger_peer.ts";
import { openLoop, percentile, type Send } from "./open_loop.ts";

const PEOPLE = 1000;
/** People who send over HTTP, each with a key. */
const SENDERS = 50;
const SECONDS = 6;
const CALLERS = 32;
const POOL = 8;
const LEAST_RATIO = 0.5;
const LEAST_OVER_HTTP = 600;
const MOST_P99_MS = 50;

type Log = (line: string) => void;

/**
 * Durable transfers a second, each committed to disk before it is answered: through the API's own
 * code without HTTP, beside the ledger's own SQL function under pgbench, and beside the least that a
 * transfer can be (two balances, two entries, no key, no chain, no guard); then through HTTP.
 */
export async function ledgerBench(log: Log = () => {}): Promise<BenchRow[]> {
  const dataDir = await Deno.makeTempDir();
  const owner = await openDatabase({ dataDir, poolSize: 1 });
  // Not as the owner of the server, so that its secrets are in the database, for both processes.
  const db = await openDatabase({ dataDir: "", databaseUrl: owner.url, poolSize: POOL });
  try {
    await migrate(db);
    await openLedger(db, { initialSupply: "1000000", nowMs: Date.now() });
    log(`minting for ${PEOPLE} people`);
    for (let at = 0; at < PEOPLE; at++) await mint(db, `u${at}`);
    await using server = await startTestApp(db);
    const rows = await measureCode(db, server, log);
    const keys = await makeKeys(db, server);
    await using process = await startApp("tests/bench/http_server.ts", { args: ["ours", db.url] });
    return [...rows, ...await measureHttp(process, keys, log), ...await measureProof(db, log)];
  } finally {
    await db.close();
    await owner.close();
    await Deno.remove(dataDir, { recursive: true });
  }
}

async function mint(db: Database, userId: string): Promise<void> {
  await mintCoins(db, { nowMs: Date.now(), createdBy: "bench", userId, amount: "500" });
}

async function measureCode(db: Database, { app }: TestApp, log: Log): Promise<BenchRow[]> {
  const peer = await makeLedgerPeer(db.url);
  const rows: BenchRow[] = [];
  for (const spread of ["1,000 accounts", "one hot pair"] as const) {
    // The first second compiles.
    await closedLoop((place) => sendInCode(app, spread, place), 1);
    const value = await closedLoop((place) => sendInCode(app, spread, place), SECONDS);
    const bare = await peer.transfersPerSecond(spread);
    const own = await peer.ownPerSecond(spread);
    log(`${spread}: ${Math.round(value)} transfers/s, bare ${Math.round(bare)}`);
    const least = `${peer.name}, least a transfer can be: ${Math.round(bare)}/s`;
    rows.push({
      name: `durable transfers, ${spread}, the API's code`,
      ...{ value, unit: "transfers/s", peer: least, ratio: value / bare, ok: null },
    });
    rows.push({
      name: `durable transfers, ${spread}, the API's code`,
      ...{ value, unit: "transfers/s", peer: `${peer.ownName}: ${Math.round(own)}/s` },
      ...{ ratio: value / own, target: `ratio >= ${LEAST_RATIO}`, ok: value / own >= LEAST_RATIO },
    });
  }
  return rows;
}

/** Calls one after the other from each of the callers; how many a second were answered. */
async function closedLoop(send: (place: number) => Promise<unknown>, seconds: number) {
  const startMs = performance.now();
  let sent = 0;
  let answered = 0;
  const work = async () => {
    while (performance.now() < startMs + seconds * 1000) {
      await send(sent++);
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, work));
  return answered / (performance.now() - startMs) * 1000;
}

const createCaller = createCallerFactory(appRouter);

/** As a request is carried out, from its context on: counted, validated, posted, worded. */
async function sendInCode(app: App, spread: Spread, place: number): Promise<void> {
  const [from_user, to_user] = pair(spread, place);
  const actor = { role: "user", name: from_user, userId: from_user, keyId: null } as const;
  const context: RequestContext = {
    app,
    actor: { kind: "person", ...actor },
    askAgain: () => Promise.resolve({ kind: "person", ...actor }),
    requestId: "bench",
    client: { address: "127.0.0.1", userAgent: "bench" },
    idempotencyKey: null,
    reply: new Headers(),
  };
  await createCaller(context).transactions.quickSend({ from_user, to_user, amount: "0.01" });
}

function pair(spread: Spread, place: number): [from: string, to: string] {
  if (spread === "one hot pair") return place % 2 === 0 ? ["u1", "u2"] : ["u2", "u1"];
  const from = Math.floor(Math.random() * PEOPLE);
  return [`u${from}`, `u${(from + 1 + Math.floor(Math.random() * (PEOPLE - 1))) % PEOPLE}`];
}

async function makeKeys(db: Database, { app }: TestApp): Promise<string[]> {
  const keys = Array.from({ length: SENDERS }, generateKey);
  const nowMs = Date.now();
  for (const [at, key] of keys.entries()) {
    const userId = `u${at}`;
    const person = { userId, email: `u${at}@example.org`, passwordHash: "none", nowMs };
    await insertPerson(db, { ...person, role: "user" });
    const secretHash = await hashKey(app.secrets.hashKey, key);
    await createApiKey(db, {
      ...{ prefix: keyPrefix(key), secretHash, role: "user", name: userId, userId },
    });
  }
  return keys;
}

async function measureHttp({ url }: AppProcess, keys: string[], log: Log): Promise<BenchRow[]> {
  const send: Send = (place) => {
    const from = place % SENDERS;
    const to = (from + 1 + Math.floor(Math.random() * (PEOPLE - 1))) % PEOPLE;
    const body = JSON.stringify({ from_user: `u${from}`, to_user: `u${to}`, amount: "0.01" });
    const headers = { "content-type": "application/json", "x-api-key": keys[from] as string };
    return fetch(`${url}/api/v1/transactions/quick-send`, { method: "POST", headers, body });
  };
  const answered = async (place: number) => {
    const response = await send(place);
    const text = await response.text();
    if (response.status !== 200) throw new Error(`Answered with ${response.status}: ${text}`);
  };
  await closedLoop(answered, 2);
  const value = await closedLoop(answered, SECONDS);
  log(`over HTTP: ${Math.round(value)} transfers/s`);
  const half = Math.floor(LEAST_OVER_HTTP / 2);
  const p99 = percentile(await openLoop(send, { ratePerSecond: half, seconds: SECONDS }), 0.99);
  log(`at ${half} a second: p99 ${p99.toFixed(1)} ms`);
  return [{
    name: "durable transfers over HTTP, the load generator on the same cores",
    ...{ value, unit: "transfers/s", target: `>= ${LEAST_OVER_HTTP}/s` },
    ok: value >= LEAST_OVER_HTTP,
  }, {
    name: `transfer over HTTP at ${half} a second, p99`,
    ...{ value: p99, unit: "ms", target: `< ${MOST_P99_MS} ms`, ok: p99 < MOST_P99_MS },
  }];
}

/** Linking and proving all that was written. */
async function measureProof(db: Database, log: Log): Promise<BenchRow[]> {
  log("chaining and proving");
  const startMs = performance.now();
  const { added } = await chainLedger(db, { nowMs: Date.now() });
  const chainedMs = performance.now();
  const { ok, checked, firstWrong } = await verifyLedger(db);
  const provedMs = performance.now();
  if (!ok) throw new Error(firstWrong);
  const rate = (count: number, ms: number) => count / ms * 1000;
  return [{
    name: "links chained behind the writes",
    ...{ value: rate(added, chainedMs - startMs), unit: "transactions/s", ok: null },
  }, {
    name: "proof of the whole ledger, chain included",
    ...{ value: rate(checked.entries, provedMs - chainedMs), unit: "entries/s", ok: null },
  }];
}
