import {
  type Cryptocurrency,
  type Database,
  ensureSource,
  markCompleteMonths,
  migrate,
  openDatabase,
  upsertCryptocurrencies,
} from "../../db/mod.ts";
import { onDatabase } from "../helpers/database.ts";
import { coinInput, HOUR_MS } from "../helpers/market_rows.ts";

export const SCALE_COINS = 100;
/** The newest hours lie as hourly runs leave them, coin beside coin; those before, coin after coin. */
const HOURLY_HOURS = 8_760;
/** Hours of every coin that are in the table by months. */
const MONTHLY_HOURS = 17_520;
/** Each so many hours the exchange was away for one: twenty times in 57 years. */
const OUTAGE_EVERY = 25_000;

/** A database with candles, and what is needed to write more. */
export interface ScaleMarket {
  readonly db: Database;
  readonly coins: readonly Cryptocurrency[];
  readonly sourceId: number;
}

/** The same server with three tables of candles. */
export interface ScaleMarkets {
  readonly full: ScaleMarket;
  /** The newest of the same rows in one partition for each month. */
  readonly monthly: ScaleMarket;
  readonly empty: ScaleMarket;
  close(): Promise<void>;
}

/** Hours of each coin, counted from 1970. */
export async function openScaleMarkets(
  dataDir: string,
  hours: number,
  log: (line: string) => void,
): Promise<ScaleMarkets> {
  // Filling takes statements that no request could afford.
  const options = { dataDir, poolSize: 3, statementTimeoutMs: 3 * HOUR_MS };
  const own = await openDatabase(options);
  const full = await prepare(own);
  await fill(full, hours, log);
  log("marking complete months");
  for (const { id: cryptoId } of full.coins) await markCompleteMonths(own, { cryptoId });
  log("the newest two years of every coin, and all of one, by months");
  await fillMonthly(full, hours);
  await own.sql("vacuum (analyze) candles");
  await own.sql("checkpoint");
  await own.sql("create database empty");
  const emptyUrl = onDatabase(own.url, "empty");
  const empty = await prepare(await openDatabase({ ...options, databaseUrl: emptyUrl }));
  const monthlyDb = await openDatabase({ ...options, databaseUrl: await monthlyUrl(own) });
  return {
    full,
    empty,
    monthly: {
      ...full,
      db: { ...monthlyDb, sql: (text, params) => monthlyDb.sql(plain(text), params) },
    },
    async close() {
      await monthlyDb.close();
      await empty.db.close();
      await own.close();
    },
  };
}

async function prepare(db: Database): Promise<ScaleMarket> {
  await migrate(db);
  const inputs = Array.from({ length: SCALE_COINS }, (_, at) => coinInput(`C${at}`, at + 1));
  const coins = await upsertCryptocurrencies(db, inputs);
  return { db, coins, sourceId: await ensureSource(db, { kind: "csv", name: "bench" }) };
}

/** Constraints are taken off and put on again: millions of rows by one statement are not the test. */
async function fill(market: ScaleMarket, hours: number, log: (line: string) => void) {
  const { db, coins, sourceId } = market;
  await db.transaction(async (tx) => {
    await tx.sql("set local session_replication_role = replica");
    await tx.sql("set local maintenance_work_mem = '1GB'");
    const constraints = await tx.sql<{ name: string; text: string; primary: boolean }>(
      `select conname as name, pg_get_constraintdef(oid) as text, contype = 'p' as primary
       from pg_constraint where conrelid = 'candles'::regclass and contype in ('c', 'p')
       order by contype desc`,
    );
    for (const { name } of constraints) {
      await tx.sql(`alter table candles drop constraint "${name}"`);
    }
    await tx.sql(SHAPE, [hours, OUTAGE_EVERY]);
    for (const [at, coin] of coins.entries()) {
      await tx.sql(`${INSERT} where h < $3 order by h`, [
        sourceId,
        [coin.id],
        hours - HOURLY_HOURS,
      ]);
      if (at % 10 === 9) log(`filled ${at + 1} coins × ${hours} hours`);
    }
    const ids = coins.map((coin) => coin.id);
    await tx.sql(`${INSERT} where h >= $3 order by h, id`, [sourceId, ids, hours - HOURLY_HOURS]);
    log("constraints");
    for (const { name, text, primary } of constraints) {
      const check = primary ? "" : " not valid";
      await tx.sql(`alter table candles add constraint "${name}" ${text}${check}`);
    }
    await tx.sql("drop table shape");
  });
  log("vacuum");
  await db.sql("vacuum (analyze) candles");
}

const SHAPE = `create temporary table shape as
  select h, to_timestamp(h * 3600.0) as t, p, p + 1 as high, p - 1 as low, p * 12.5 as quote
  from (
    select h, round((200 + 50 * sin(h / 99.0))::numeric, 8) as p
    from generate_series(0, $1::int - 1) h where h % $2 <> $2 - 1
  ) hourly`;

const INSERT = `insert into candles (crypto_id, open_time, open, high, low, close, volume,
    quote_volume, market_cap, trades, is_closed, repaired, source_id)
  select id, t, p, high, low, p, 12.5, quote, quote, 42, true, false, $1
  from shape cross join unnest($2::int[]) as id`;

/** In a schema of its own under the same name, so that the same verbs read and write it. */
async function fillMonthly({ db, coins }: ScaleMarket, hours: number): Promise<void> {
  await db.sql("create schema monthly");
  await db.sql(
    `create table monthly.candles (like candles including constraints)
     partition by range (open_time)`,
  );
  await db.sql("alter table monthly.candles add primary key (crypto_id, open_time)");
  await db.sql(
    "alter table monthly.candles add foreign key (crypto_id) references cryptocurrencies",
  );
  await db.sql("alter table monthly.candles add foreign key (source_id) references candle_sources");
  const until = new Date(hours * HOUR_MS);
  const months = until.getUTCFullYear() * 12 + until.getUTCMonth() - 1970 * 12 + 13;
  for (let month = 0; month < months; month++) {
    const [from, to] = [month, month + 1].map((at) => new Date(Date.UTC(1970, at)).toISOString());
    await db.sql(
      `create table monthly.m${month} partition of monthly.candles
       for values from ('${from}') to ('${to}')`,
    );
  }
  await db.transaction(async (tx) => {
    await tx.sql("set local session_replication_role = replica");
    await tx.sql(
      `insert into monthly.candles select * from candles
       where open_time >= to_timestamp($1::float8 * 3600) or crypto_id = $2`,
      [hours - MONTHLY_HOURS, middleCoin(coins).id],
    );
  });
  await db.sql("vacuum (analyze) monthly.candles");
}

/** A table in parts cannot say by its system columns which rows were new: it is spared the question. */
function plain(text: string): string {
  return text.replace("xmax = 0", "true");
}

/** The coin whose hours and gaps are read. */
export function middleCoin(coins: readonly Cryptocurrency[]): Cryptocurrency {
  return coins[SCALE_COINS / 2]!;
}

async function monthlyUrl(db: Database): Promise<string> {
  const url = new URL(db.url);
  await db.sql(`create role monthly superuser login password '${url.password}'`);
  await db.sql("alter role monthly set search_path = monthly, public");
  url.username = "monthly";
  return url.href;
}
