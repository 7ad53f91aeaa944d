import { fromFileUrl } from "@std/path";
import { assert, assertEquals } from "@std/assert";
import { listGaps } from "../../db/mod.ts";
import { collectCandles } from "../../jobs/collect_candles.ts";
import { startSimulatedExchange } from "../../jobs/exchange/simulated.ts";
import { HOUR_MS } from "../../jobs/hours.ts";
import { importCandles } from "../../jobs/import_candles.ts";
import { repairGaps } from "../../jobs/repair_gaps.ts";
import { testDatabase } from "../helpers/database.ts";
import { jobContext } from "./job_context.ts";

/** Real hourly candles of 2017 to 2020 with every outage of the exchange. */
const FOLDER = new URL("../../../shared/data/candles/gaps/", import.meta.url);
const SYMBOLS = ["BTC", "ETH"];

const isThere = await Deno.stat(FOLDER).then(() => true, () => false);
if (!isThere) {
  console.log(`skipped: the real outages need ${fromFileUrl(FOLDER)}, which is not here`);
}

const fileOf = (symbol: string) =>
  fromFileUrl(new URL(`${symbol}USDT-1h-2017-2020.csv.gz`, FOLDER));

interface Outage {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly hours: number;
}

/** The holes between the open times of the file itself, read without any code of ours. */
async function outagesIn(path: string): Promise<{ outages: Outage[]; times: number[] }> {
  const file = await Deno.open(path);
  const text = await new Response(file.readable.pipeThrough(new DecompressionStream("gzip")))
    .text();
  const times = text.trim().split("\n").slice(1).map((line) => Number(line.split(",")[1]));
  const outages: Outage[] = [];
  times.forEach((time, index) => {
    const next = times[index + 1];
    if (next === undefined || next === time + HOUR_MS) return;
    const hours = (next - time) / HOUR_MS - 1;
    outages.push({ firstMs: time + HOUR_MS, lastMs: next - HOUR_MS, hours });
  });
  return { outages, times };
}

Deno.test({
  name: "collection finds the real outages exactly, records them and fills none",
  ignore: !isThere,
  async fn() {
    const { outages, times } = await outagesIn(fileOf("BTC"));
    const now = times.at(-1)! + HOUR_MS + 60_000;
    await using db = await testDatabase();
    const exchange = await startSimulatedExchange({
      csvDir: fromFileUrl(FOLDER),
      noShift: true,
      now: () => now,
    });
    try {
      const config = { topN: 2, collectionStartMs: Date.parse("2017-01-01T00:00:00Z") };
      const context = jobContext({ db, url: exchange.url, now: () => now, config });
      await collectCandles(context, { mode: "full" });
      const result = await repairGaps(context, {});
      assertEquals(result.candles, 0);
      for (const symbol of SYMBOLS) {
        const expected = await outagesIn(fileOf(symbol));
        const found = (await listGaps(db, { symbol, status: "outage" }))
          .map(({ firstMs, lastMs, hours }) => ({ firstMs, lastMs, hours }));
        assertEquals(found, expected.outages);
        const rows = await db.sql<{ time: number }>(
          `select open_time as time from candles k join cryptocurrencies c on c.id = k.crypto_id
           where c.symbol = $1 and k.is_closed order by open_time`,
          [symbol],
        );
        assertEquals(rows.map((row) => row.time), expected.times);
      }
      assertEquals(await listGaps(db, { status: "open" }), []);
      const longest = outages.find((gap) => gap.hours === 33);
      assert(longest && new Date(longest.firstMs).toISOString().startsWith("2018-02-08"));
    } finally {
      await exchange.close();
    }
  },
});

Deno.test({
  name: "an import of the same files finds the same holes, as gaps still to be asked for",
  ignore: !isThere,
  async fn() {
    await using db = await testDatabase();
    const context = jobContext({ db, url: "http://127.0.0.1:9" });
    const { outages, times } = await outagesIn(fileOf("ETH"));
    const result = await importCandles(context, { path: fileOf("ETH") });
    assertEquals(result.written, times.length);
    assertEquals(result.newGaps, outages.length);
    const found = (await listGaps(db, { symbol: "ETH", status: "open" }))
      .map(({ firstMs, lastMs, hours }) => ({ firstMs, lastMs, hours }));
    assertEquals(found, outages);
  },
});

const ODD_DAY = new URL("../ETHUSDT-1h-2021-2023.csv.gz", FOLDER);

Deno.test({
  name:
    "a partial candle and a flat one without volume stay as they came, a missing one stays missing",
  ignore: !isThere,
  async fn() {
    await using db = await testDatabase();
    const context = jobContext({ db, url: "http://127.0.0.1:9" });
    const result = await importCandles(context, { path: fromFileUrl(ODD_DAY) });
    assertEquals(result.quarantined, 0);
    const hours = await db.sql<{ hour: number; flat: boolean; silent: boolean }>(
      `select extract(hour from open_time at time zone 'UTC')::int as hour, high = low as flat,
         volume = 0 as silent from candles
       where open_time between '2023-03-24 11:00Z' and '2023-03-24 14:00Z' order by open_time`,
    );
    assertEquals(hours, [
      { hour: 11, flat: false, silent: false },
      { hour: 12, flat: true, silent: true },
      { hour: 14, flat: false, silent: false },
    ]);
    const gaps = await listGaps(db, { symbol: "ETH", status: "open" });
    const missing = Date.parse("2023-03-24T13:00:00Z");
    assert(gaps.some((gap) => gap.firstMs === missing && gap.hours === 1));
  },
});
