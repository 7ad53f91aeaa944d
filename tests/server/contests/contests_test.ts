import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  type Database,
  mintCoins,
  openLedger,
  publishForecasts,
  writeCandles,
} from "../../../db/mod.ts";
import { settleContests } from "../../../jobs/settle_contests.ts";
import { createContext } from "../../../server/context.ts";
import { readReceipt } from "../../../server/transactions/read_receipt.ts";
import { erasePerson } from "../../../server/privacy/erase_person.ts";
import type {
  ContestRoundDetails,
  Leaderboard,
  MyStakes,
  OpenContests,
  PlaceAnswer,
} from "../../../server/contests/schema.ts";
import { testDatabase } from "../../helpers/database.ts";
import { jobContext } from "../../jobs/job_context.ts";
import { ADMIN_KEY, type ErrorAnswer, startTestApp, type TestApp } from "../app_for_tests.ts";
import { HOUR_MS, MADE_AT_MS, NOW_MS, storeForecasts, storeMarket } from "../market_for_tests.ts";

const CLOSES_MS = MADE_AT_MS + HOUR_MS;
const TARGET_MS = CLOSES_MS + 24 * HOUR_MS;
const DIRECTION = { user_id: "ann", symbol: "ETH", kind: "direction", amount: "10" };
const ADMIN = { "x-api-key": ADMIN_KEY };

interface World extends AsyncDisposable {
  readonly db: Database;
  readonly clock: { nowMs: number };
  readonly server: TestApp;
}

async function startWorld(): Promise<World> {
  const db = await testDatabase();
  const clock = { nowMs: NOW_MS };
  await storeMarket(db, 500);
  await storeForecasts(db);
  await openLedger(db, { initialSupply: "1000000", nowMs: NOW_MS });
  for (const userId of ["ann", "bob"]) {
    await mintCoins(db, { userId, amount: "100", nowMs: NOW_MS, createdBy: "key:test" });
  }
  const server = await startTestApp(db, { now: () => clock.nowMs });
  return {
    db,
    clock,
    server,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
    },
  };
}

async function post<Body = PlaceAnswer>(
  { server }: World,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; body: Body; replayed: string | null }> {
  const response = await fetch(`${server.url}/api/v1/contests/stakes`, {
    method: "POST",
    headers: { "content-type": "application/json", ...ADMIN, ...headers },
    body: JSON.stringify(body),
  });
  const replayed = response.headers.get("idempotent-replayed");
  return { status: response.status, body: await response.json() as Body, replayed };
}

async function read<Body>({ server }: World, path: string): Promise<Body> {
  const response = await fetch(`${server.url}/api/v1/contests/${path}`, { headers: ADMIN });
  assertEquals(response.status, 200, path);
  return await response.json() as Body;
}

/** The candles of the two hours that decide, and the forecast sealed at closing. */
async function letTheDayPass(world: World): Promise<void> {
  const { db, clock } = world;
  const [coin] = await db.sql<{ id: number; source: number }>(
    `select c.id, (select min(id) from candle_sources) as source from cryptocurrencies c
     where symbol = 'ETH'`,
  );
  const candle = (closeMs: number, price: string) => ({
    ...{ openTimeMs: closeMs - HOUR_MS, open: price, high: price, low: price, close: price },
    ...{ volume: "1", quoteVolume: null, marketCap: null, trades: 1, isClosed: true },
  });
  const rows = [candle(CLOSES_MS, "200"), candle(TARGET_MS, "204")];
  await writeCandles(db, { cryptoId: coin!.id, sourceId: coin!.source, rows });
  const path = Array.from({ length: 24 }, (_, hour) => ({
    targetMs: CLOSES_MS + (hour + 1) * HOUR_MS,
    ...{ q05: 190, q25: 198, q50: 201, q75: 204, q95: 212 },
  }));
  await publishForecasts(db, {
    ...{ modelId: "lstm-1", madeAtMs: CLOSES_MS, publishedAtMs: CLOSES_MS + 60_000 },
    ...{ horizonHours: 24, isFallback: false },
    forecasts: [{
      ...{ symbol: "ETH", madeAtMs: CLOSES_MS, close: 200, path },
      ...{ probabilityUp: 0.6, confidence: 0.6 },
    }],
  });
  clock.nowMs = TARGET_MS + 5 * 60_000;
  const context = jobContext({ db, url: "http://127.0.0.1:9", now: () => clock.nowMs });
  assertEquals((await settleContests(context)).voided, 0);
}

Deno.test("a stake over REST: tried out, placed, seen, settled, on the leaderboard", async () => {
  await using world = await startWorld();
  const open = await read<OpenContests>(world, "open?symbol=ETH");
  assertEquals([open.closes_at, open.target_time], [CLOSES_MS, TARGET_MS].map(iso));
  assertEquals(open.coins.length, 3);
  assertEquals(open.coins.find((one) => one.symbol === "ETH")?.model?.probability_up, 0.55);
  assert(open.scale!.low < open.scale!.anchor && open.scale!.anchor < open.scale!.high);

  const tried = await post(world, { ...DIRECTION, probability_up: 0.8, dry_run: true });
  assertEquals([tried.body.dry_run, tried.body.stake], [true, null]);
  const { would_succeed, payout, balance_after, most_ever } = tried.body.preview!;
  assertEquals([would_succeed, balance_after, most_ever], [true, "90", "20"]);
  assertEquals(payout, { least: "10", most: "10" });

  const placed = await post(world, { ...DIRECTION, probability_up: 0.8 });
  assertEquals([placed.status, placed.body.stake?.state], [200, "open"]);
  await post(world, { ...DIRECTION, user_id: "bob", amount: 30, probability_up: 0.4 });
  const roundId = placed.body.stake!.round_id;
  const during = await read<ContestRoundDetails>(world, `rounds/${roundId}`);
  assertEquals([during.stakes, during.pool, during.entries, during.crowd], [2, "40", [], null]);
  world.clock.nowMs = CLOSES_MS;
  const closed = await read<ContestRoundDetails>(world, `rounds/${roundId}`);
  assertEquals([closed.state, closed.entries.length], ["closed", 2]);
  assertEquals(closed.crowd?.probability_up, 0.5);

  await letTheDayPass(world);
  const mine = await read<MyStakes>(world, "stakes/ann");
  const { state, score, profit, payout: paid, model_score, actual_price } = mine.stakes[0]!;
  assertEquals([state, paid, profit, actual_price], ["settled", "12.4", "2.4", 204]);
  assertEquals([score?.toFixed(6), model_score?.toFixed(6)], ["0.960000", "0.840000"]);
  const board = await read<Leaderboard>(world, "leaderboard?kind=direction");
  assertEquals(board.rows.map((row) => row.name), ["ann", "model", "crowd", "bob"]);
  const [first] = board.rows;
  assertEquals([first!.profit, first!.enough, first!.score.low], ["2.4", false, null]);
  assertEquals(first!.ahead_of_model?.mean.toFixed(6), "0.120000");
});

Deno.test("a repeated request gets its first answer, after closing time too", async () => {
  await using world = await startWorld();
  const key = { "idempotency-key": "a wish" };
  const body = { ...DIRECTION, probability_up: 0.8 };
  const first = await post(world, body, key);
  assertEquals([first.status, first.replayed], [200, null]);
  const again = await Promise.all(Array.from({ length: 10 }, () => post(world, body, key)));
  for (const one of again) assertEquals([one.body, one.replayed], [first.body, "true"]);
  world.clock.nowMs = CLOSES_MS + 1;
  const late = await post(world, body, key);
  assertEquals([late.status, late.replayed, late.body.stake?.stake_id], [
    ...[200, "true", first.body.stake!.stake_id],
  ]);
  const other = await post<ErrorAnswer>(world, { ...body, amount: "11" }, key);
  assertEquals([other.status, other.body.error.code], [409, "IDEMPOTENCY_CONFLICT"]);
  assertEquals((await read<MyStakes>(world, "stakes/ann")).stakes.length, 1);
});

Deno.test("an administrator's stakes for many at once leave a connection for each", async () => {
  await using world = await startWorld();
  const people = Array.from({ length: 24 }, (_, at) => `person-${at}`);
  for (const userId of people) {
    await mintCoins(world.db, { userId, amount: "10", nowMs: NOW_MS, createdBy: "key:test" });
  }
  const answers = await Promise.all(
    people.map((user_id) => post(world, { ...DIRECTION, user_id, probability_up: 0.7 })),
  );
  assertEquals(answers.map(({ status }) => status), people.map(() => 200));
});

Deno.test("what cannot be staked is refused by name, and nothing moves", async () => {
  await using world = await startWorld();
  const said = { ...DIRECTION, probability_up: 0.8 };
  const spread = { ...DIRECTION, kind: "distribution", q05: 190, q50: 200, q95: 210 };
  const refused: [object, number, string, RegExp][] = [
    [DIRECTION, 400, "VALIDATION_ERROR", /probability_up/],
    [{ ...said, probability_up: 1.01 }, 400, "VALIDATION_ERROR", /probability_up/],
    [{ ...said, q50: 3 }, 400, "VALIDATION_ERROR", /q50/],
    [{ ...spread, q05: 201 }, 400, "VALIDATION_ERROR", /q/],
    [{ ...spread, q25: 195 }, 400, "VALIDATION_ERROR", /q75/],
    [{ ...spread, q95: undefined }, 400, "VALIDATION_ERROR", /q95/],
    [{ ...spread, q50: 1e400 }, 400, "VALIDATION_ERROR", /q50/],
    [{ ...said, amount: "0.001" }, 400, "VALIDATION_ERROR", /0\.001/],
    [{ ...said, amount: "1e3" }, 400, "VALIDATION_ERROR", /amount/],
    [{ ...said, amount: "1.000000001" }, 400, "VALIDATION_ERROR", /amount/],
    [{ ...said, amount: "100.00000001" }, 422, "INSUFFICIENT_FUNDS", /100/],
    [{ ...said, user_id: "zoe" }, 404, "USER_NOT_FOUND", /zoe/],
    [{ ...said, symbol: "NONE" }, 404, "NOT_FOUND", /NONE/],
    [{ ...said, target_time: iso(TARGET_MS - HOUR_MS) }, 409, "INVALID_STATE", /not open/],
  ];
  for (const [body, status, code, words] of refused) {
    const answer = await post<ErrorAnswer>(world, body);
    assertEquals([answer.status, answer.body.error.code], [status, code], JSON.stringify(body));
    assertMatch(answer.body.error.message, words);
  }
  const [left] = await world.db.sql<{ rows: number }>(
    `select (select count(*) from contest_rounds) + (select count(*) from contest_stakes)
       + (select count(*) from ledger_transactions where transaction_type <> 'mint') as rows`,
  );
  assertEquals(left!.rows, 0);
  assertEquals((await post(world, { ...spread, target_time: iso(TARGET_MS) })).status, 200);
  const second = await post<ErrorAnswer>(world, { ...spread, q50: 199 });
  assertEquals([second.status, second.body.error.code], [409, "CONFLICT"]);
});

Deno.test("a person who is erased leaves a stake that is settled with the others", async () => {
  await using world = await startWorld();
  const { server, db } = world;
  const registered = await fetch(`${server.url}/api/v1/auth/register`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      email: "eve@example.com",
      password: "seven wet otters",
      user_id: "eve",
    }),
  });
  assertEquals(registered.status, 200, await registered.text());
  await mintCoins(db, { userId: "eve", amount: "50", nowMs: NOW_MS, createdBy: "key:test" });
  await post(world, { ...DIRECTION, user_id: "eve", amount: "20", probability_up: 0.1 });
  await post(world, { ...DIRECTION, probability_up: 0.9 });
  const by = { kind: "key", role: "admin", name: "admin", userId: null, keyId: 1 } as const;
  const { pseudonym } = await erasePerson(server.app, "eve", { actor: by, requestId: "r" });
  await letTheDayPass(world);
  const mine = await read<MyStakes>(world, `stakes/${pseudonym}`);
  assertEquals([mine.stakes[0]?.state, mine.stakes[0]?.amount], ["settled", "20"]);
  assert(Number(mine.stakes[0]?.profit) < 0);
  const [sum] = await db.sql<{ total: string; behind: string }>(
    `select sum(balance)::text as total,
       sum(balance) filter (where kind = 'forecast_stake')::text as behind from ledger_accounts`,
  );
  assertEquals(sum, { total: "1000000.00000000", behind: "0.00000000" });
  assertEquals((await read<MyStakes>(world, "stakes/eve")).stakes, []);
});

Deno.test("a receipt of a settlement names nobody who did not agree to it", async () => {
  await using world = await startWorld();
  await post(world, { ...DIRECTION, probability_up: 0.9 });
  await post(world, { ...DIRECTION, user_id: "bob", probability_up: 0.1 });
  await letTheDayPass(world);
  const mine = await read<MyStakes>(world, "stakes/bob");
  const actor = { kind: "person", role: "user", name: "bob", userId: "bob", keyId: null } as const;
  const request = new Request("http://localhost/");
  const known = { credential: null, requestId: "1", peer: "127.0.0.1" };
  const ctx = { ...await createContext(world.server.app, request, known), actor };
  const receipt = await readReceipt(ctx, { transaction_id: mine.stakes[0]!.settlement_id! });
  const owners = receipt.entries.map(({ owner, account }) => `${owner} ${account}`);
  assertEquals(owners.toSorted(), [
    "anonymous forecast_stake",
    "bob available",
    "bob forecast_stake",
  ]);
});

Deno.test("a coin without recent prices or history is not open, and says why", async () => {
  await using world = await startWorld();
  await world.db.sql(
    "delete from candles where open_time < to_timestamp($1::float8 / 1000)",
    [NOW_MS - 200 * HOUR_MS],
  );
  const short = await read<OpenContests>(world, "open?symbol=ETH");
  assertMatch(short.not_open ?? "", /less than two weeks/);
  world.clock.nowMs += 5 * HOUR_MS;
  const stale = await read<OpenContests>(world, "open?symbol=ETH");
  assertMatch(stale.not_open ?? "", /no closed candle/);
  const answer = await post<ErrorAnswer>(world, { ...DIRECTION, probability_up: 0.5 });
  assertEquals([answer.status, answer.body.error.code], [409, "INVALID_STATE"]);
});

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
