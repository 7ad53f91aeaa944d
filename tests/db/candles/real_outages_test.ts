import { assertEquals } from "@std/assert";
import { type CandleRow, detectGaps, type GapSpan, writeCandles } from "../../../db/mod.ts";
import { testDatabase } from "../../helpers/database.ts";
import { HOUR_MS, seedCoins } from "../../helpers/market_rows.ts";

const FILES = ["BTC", "ETH"].map((symbol) => ({
  symbol,
  url: new URL(
    `../../../../shared/data/candles/gaps/${symbol}USDT-1h-2017-2020.csv.gz`,
    import.meta.url,
  ),
}));

async function readRows(url: URL): Promise<CandleRow[]> {
  const file = await Deno.open(url);
  const unzipped = file.readable.pipeThrough(new DecompressionStream("gzip"));
  const lines = (await new Response(unzipped).text()).trim().split("\n").slice(1);
  return lines.map((line) => {
    const [, time, open, high, low, close, volume] = line.split(",") as string[];
    const prices = { open: open!, high: high!, low: low!, close: close!, volume: volume! };
    const unknown = { quoteVolume: null, marketCap: null, trades: null };
    return { openTimeMs: Number(time), ...prices, ...unknown, isClosed: true };
  });
}

/** The same holes by walking through the hours one by one. */
function walkHours(times: ReadonlySet<number>, fromMs: number, toMs: number): GapSpan[] {
  const gaps: { firstMs: number; lastMs: number; hours: number }[] = [];
  for (let ms = fromMs; ms <= toMs; ms += HOUR_MS) {
    if (times.has(ms)) continue;
    const last = gaps.at(-1);
    if (last?.lastMs === ms - HOUR_MS) {
      last.lastMs = ms;
      last.hours++;
    } else gaps.push({ firstMs: ms, lastMs: ms, hours: 1 });
  }
  return gaps;
}

const ABSENT = await Deno.stat(FILES[0]!.url).then(() => false, () => true);
if (ABSENT) console.log("Skipped: the real candles beside the checkout are absent.");

Deno.test("the real outages of 2017 to 2020 are found exactly", { ignore: ABSENT }, async (t) => {
  await using db = await testDatabase();
  const { coins, sourceId } = await seedCoins(db, ...FILES.map((file) => file.symbol));
  for (const [at, { symbol, url }] of FILES.entries()) {
    await t.step(symbol, async () => {
      const rows = await readRows(url);
      const cryptoId = coins[at]!.id;
      await writeCandles(db, { cryptoId, sourceId, rows });
      const times = rows.map((row) => row.openTimeMs);
      const [fromMs, toMs] = [Math.min(...times), Math.max(...times)];
      const gaps = await detectGaps(db, { cryptoId, fromMs, toMs });
      assertEquals(gaps, walkHours(new Set(times), fromMs, toMs));
      const longest = gaps.toSorted((a, b) => b.hours - a.hours)[0]!;
      assertEquals([new Date(longest.firstMs).toISOString().slice(0, 10), longest.hours], [
        "2018-02-08",
        33,
      ]);
    });
  }
});
