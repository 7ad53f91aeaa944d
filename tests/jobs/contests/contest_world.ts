import { assertEquals } from "@std/assert";
import {
  type CandleRow,
  type ContestKind,
  type Database,
  ensureSource,
  mintCoins,
  openLedger,
  type PersonStake,
  placeContestStake,
  readStakeOfTransaction,
  type StatedForecast,
  upsertCryptocurrencies,
  writeCandles,
} from "../../../db/mod.ts";
import type { JobContext } from "../../../jobs/context.ts";
import { testDatabase } from "../../helpers/database.ts";
import { coinInput } from "../../helpers/market_rows.ts";
import { jobContext } from "../job_context.ts";

export const HOUR_MS = 3_600_000;
/** Entries of the first round close at this hour. */
export const CLOSES_MS = Date.UTC(2026, 2, 10, 12);
export const TARGET_MS = CLOSES_MS + 24 * HOUR_MS;
export const SUPPLY = "1000000";

/** A ledger, a coin, and a clock that tests turn. */
export interface ContestWorld extends AsyncDisposable {
  readonly db: Database;
  readonly clock: { nowMs: number };
  readonly context: JobContext;
  /** Stores the candle that closes at `timeMs`. */
  candle(timeMs: number, close: number, changes?: Partial<CandleRow>): Promise<void>;
  /** Gives people coins. */
  mint(amount: string, ...people: readonly string[]): Promise<void>;
  place(userId: string, amount: string, said: StatedForecast): Promise<PersonStake>;
}

/** A world at half an hour before {@link CLOSES_MS}. */
export async function contestWorld(
  given?: Database & AsyncDisposable,
  initialSupply: string = SUPPLY,
): Promise<ContestWorld> {
  const db = given ?? await testDatabase();
  const clock = { nowMs: CLOSES_MS - HOUR_MS / 2 };
  const [coin] = await upsertCryptocurrencies(db, [coinInput("BTC", 1)]);
  const sourceId = await ensureSource(db, { kind: "exchange", name: "https://exchange.example" });
  await openLedger(db, { initialSupply, nowMs: clock.nowMs });
  return {
    db,
    clock,
    context: jobContext({ db, url: "http://127.0.0.1:9", now: () => clock.nowMs }),
    async candle(timeMs, close, changes = {}) {
      const row = toCandle(timeMs - HOUR_MS, close, changes);
      await writeCandles(db, { cryptoId: coin!.id, sourceId, rows: [row] });
    },
    async mint(amount, ...people) {
      for (const userId of people) {
        await mintCoins(db, { userId, amount, nowMs: clock.nowMs, createdBy: "key:test" });
      }
    },
    place: (userId, amount, forecast) => place(db, clock, userId, amount, forecast),
    [Symbol.asyncDispose]: () => db[Symbol.asyncDispose](),
  };
}

function toCandle(openTimeMs: number, close: number, changes: Partial<CandleRow>): CandleRow {
  const price = close.toFixed(8);
  return {
    ...{ openTimeMs, open: price, high: price, low: price, close: price, volume: "1" },
    ...{ quoteVolume: null, marketCap: null, trades: 1, isClosed: true, ...changes },
  };
}

async function place(
  db: Database,
  clock: { readonly nowMs: number },
  userId: string,
  amount: string,
  forecast: StatedForecast,
): Promise<PersonStake> {
  const closesAtMs = (Math.floor(clock.nowMs / HOUR_MS) + 1) * HOUR_MS;
  const kind: ContestKind = forecast.quantiles === null ? "direction" : "distribution";
  const targetAtMs = closesAtMs + 24 * HOUR_MS;
  const { transaction } = await db.transaction((tx) =>
    placeContestStake(tx, {
      ...{ userId, amount, forecast, nowMs: clock.nowMs, createdBy: `person:${userId}` },
      terms: { symbol: "BTC", kind, closesAtMs, targetAtMs, anchor: 100, usualMove: 0.05 },
    })
  );
  return (await readStakeOfTransaction(db, { transactionId: transaction.id }))!;
}
/** A probability that the price rises. */
export function up(probabilityUp: number): StatedForecast {
  return { probabilityUp, quantiles: null };
}

/** A distribution as wide as a few percent. */
export function around(price: number): StatedForecast {
  const at = (part: number) => price * part;
  return { probabilityUp: null, quantiles: [at(0.95), at(0.98), price, at(1.02), at(1.05)] };
}

/** What everybody has: available and behind forecasts, as texts with 8 decimals. */
export async function balances(db: Database): Promise<Record<string, string[]>> {
  const rows = await db.sql<{ owner: string; held: string[] }>(
    `select owner, array[coalesce(sum(balance) filter (where kind = 'available'), 0)::text,
       coalesce(sum(balance) filter (where kind = 'forecast_stake'), 0)::text] as held
     from ledger_accounts where owner not in ('system', 'burned') group by owner order by owner`,
  );
  return Object.fromEntries(rows.map(({ owner, held }) => [owner, held]));
}

/** Every coin is somewhere, every transaction sums to zero, stakes are backed to the last unit. */
export async function assertConserved(db: Database): Promise<void> {
  const [found] = await db.sql<{ total: string; uneven: number; gap: string }>(
    `select (select sum(balance) from ledger_accounts)::numeric(38,8)::text as total,
       (select count(*) from (select from ledger_entries group by transaction_id
         having sum(amount) <> 0) u)::int as uneven,
       (select coalesce(sum(balance), 0) from ledger_accounts where kind = 'forecast_stake')
         - (select coalesce(sum(s.amount), 0) from contest_stakes s
            where not exists (select from contest_payouts p where p.stake_id = s.id)) as gap`,
  );
  assertEquals(found!.total, `${SUPPLY}.00000000`);
  assertEquals([found!.uneven, Number(found!.gap)], [0, 0]);
}
