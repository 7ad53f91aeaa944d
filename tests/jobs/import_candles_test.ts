import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { strToU8, zipSync } from "fflate";
import { countQuarantined, latestCollectionRun, listCryptocurrencies } from "../../db/mod.ts";
import { CandleFileError } from "../../jobs/exchange/candle_file.ts";
import { HOUR_MS } from "../../jobs/hours.ts";
import { coinSymbol, importCandles } from "../../jobs/import_candles.ts";
import { testDatabase } from "../helpers/database.ts";
import { candleTable, jobContext } from "./job_context.ts";

const HEADER = "symbol,open_time_ms,open,high,low,close,volume,quote_volume";
const START = Date.parse("2025-02-01T00:00:00Z");

function csvLines(hours: number, symbol = "BTCUSDT"): string[] {
  return Array.from({ length: hours }, (_, hour) => {
    const open = 100 + hour;
    return `${symbol},${START + hour * HOUR_MS},${open},${open + 2},${open - 1},${open + 1},7.5,`;
  });
}

async function world() {
  const stack = new AsyncDisposableStack();
  const db = stack.use(await testDatabase());
  const dir = await Deno.makeTempDir();
  stack.defer(() => Deno.remove(dir, { recursive: true }));
  const context = jobContext({ db, url: "http://127.0.0.1:9" });
  return { db, dir, context, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

Deno.test("a CSV of an unknown coin creates it and stores its candles with their provenance", async () => {
  await using w = await world();
  const path = join(w.dir, "btc.csv");
  await Deno.writeTextFile(path, [HEADER, ...csvLines(30)].join("\n"));
  const result = await importCandles(w.context, { path });
  assertEquals(result.written, 30);
  assertEquals(result.symbols, ["BTC"]);
  const [coin] = await listCryptocurrencies(w.db);
  assertEquals(coin?.exchangeSymbol, "BTCUSDT");
  assertEquals(coin?.isTracked, true);
  const sources = await w.db.sql<{ kind: string; name: string; checksum: string; rows: number }>(
    `select s.kind, s.name, s.checksum, count(*) as rows from candles k
     join candle_sources s on s.id = k.source_id group by 1, 2, 3`,
  );
  assertEquals(sources, [{ kind: "csv", name: "btc.csv", checksum: result.sha256, rows: 30 }]);
  assertEquals((await latestCollectionRun(w.db))?.status, "completed");
});

Deno.test("importing twice changes nothing, and what is stored already stays as it is", async () => {
  await using w = await world();
  const path = join(w.dir, "btc.csv");
  await Deno.writeTextFile(path, [HEADER, ...csvLines(10)].join("\n"));
  await importCandles(w.context, { path });
  const before = await candleTable(w.db);
  const again = await importCandles(w.context, { path });
  assertEquals([again.written, again.known], [0, 10]);

  const other = join(w.dir, "other.csv");
  const changed = csvLines(12).map((line) => line.replace(/,7\.5,$/, ",9.5,"));
  await Deno.writeTextFile(other, [HEADER, ...changed].join("\n"));
  const result = await importCandles(w.context, { path: other });
  assertEquals([result.written, result.known], [2, 10]);
  assertEquals((await candleTable(w.db)).slice(0, 10), before);
});

Deno.test("bad lines are set aside with their reason, the others are stored", async () => {
  await using w = await world();
  const path = join(w.dir, "mixed.csv");
  const lines = csvLines(20);
  lines[3] = lines[3]!.replace(/,103,/, ",-103,");
  lines[7] = "BTCUSDT,not a time,1,1,1,1,1,";
  lines[9] = lines[9]!.replace(String(START + 9 * HOUR_MS), String(START + 9 * HOUR_MS + 60_000));
  await Deno.writeTextFile(path, [HEADER, ...lines].join("\n"));
  const result = await importCandles(w.context, { path });
  assertEquals([result.written, result.quarantined, result.newGaps], [17, 3, 3]);
  assertEquals(await countQuarantined(w.db), 3);
});

Deno.test("an archive zip is read in milliseconds and in microseconds", async () => {
  await using w = await world();
  for (const [month, unit] of [["2024-12", 1], ["2025-01", 1000]] as const) {
    const start = Date.parse(`${month}-01T00:00:00Z`);
    const rows = Array.from({ length: 24 }, (_, hour) => {
      const open = (start + hour * HOUR_MS) * unit;
      const close = (start + (hour + 1) * HOUR_MS) * unit - 1;
      return `${open},100.5,102,99,101,5.25,${close},530.1,42,2.5,252,0`;
    });
    const name = `BTCUSDT-1h-${month}`;
    const zip = zipSync({ [`${name}.csv`]: strToU8(rows.join("\n")) });
    await Deno.writeFile(join(w.dir, `${name}.zip`), zip);
    const result = await importCandles(w.context, { path: join(w.dir, `${name}.zip`) });
    assertEquals([result.written, result.quarantined], [24, 0], name);
  }
  const rows = await w.db.sql<{ first: number; kind: string }>(
    `select min(k.open_time) as first, s.kind from candles k
     join candle_sources s on s.id = k.source_id group by s.id, s.kind order by 1`,
  );
  assertEquals(rows, [
    { first: Date.parse("2024-12-01T00:00:00Z"), kind: "archive" },
    { first: Date.parse("2025-01-01T00:00:00Z"), kind: "archive" },
  ]);
});

Deno.test("a file that fails its checksum, is damaged or empty stores nothing", async () => {
  await using w = await world();
  const path = join(w.dir, "btc.csv");
  await Deno.writeTextFile(path, [HEADER, ...csvLines(10)].join("\n"));
  await Deno.writeTextFile(`${path}.CHECKSUM`, `${"0".repeat(64)}  btc.csv`);
  const damaged = join(w.dir, "BTCUSDT-1h-2024-12.zip");
  await Deno.writeFile(damaged, new Uint8Array([80, 75, 3, 4, 1, 2, 3]));
  const empty = join(w.dir, "empty.csv");
  await Deno.writeTextFile(empty, "");
  for (const bad of [path, damaged, empty, join(w.dir, "missing.csv")]) {
    await assertRejects(() => importCandles(w.context, { path: bad }), CandleFileError);
  }
  assertEquals(await candleTable(w.db), []);
});

Deno.test("an import that fails half way leaves nothing of its file", async () => {
  const stop = new AbortController();
  await using w = await world();
  const path = join(w.dir, "long.csv");
  await Deno.writeTextFile(path, [HEADER, ...csvLines(12_000)].join("\n"));
  const context = { ...w.context, signal: stop.signal };
  await assertRejects(() =>
    importCandles(context, { path }, () => stop.abort(new Error("asked to stop")))
  );
  assertEquals(await candleTable(w.db), []);
  assertEquals(await listCryptocurrencies(w.db), []);
  const run = await latestCollectionRun(w.db);
  assert(run?.status === "interrupted" && run.mode === "import");
});

Deno.test("a file may name the coin or its market", () => {
  assertEquals(coinSymbol("BTCUSDT"), "BTC");
  assertEquals(coinSymbol("eth"), "ETH");
  assertEquals(coinSymbol("USDT"), "USDT");
});
