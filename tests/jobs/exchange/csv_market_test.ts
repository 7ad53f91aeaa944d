import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { CSV_HEADER } from "../../../jobs/exchange/candle_csv.ts";
import { CandleFileError } from "../../../jobs/exchange/candle_file.ts";
import { startSimulatedExchange } from "../../../jobs/exchange/simulated.ts";
import { createFakeClock, openClient, START_MS } from "./client_harness.ts";

const HOUR_MS = 3_600_000;
const OLD_MS = Date.UTC(2020, 4, 1);
const LAST_CLOSED_MS = Math.floor(START_MS / HOUR_MS) * HOUR_MS - HOUR_MS;

/** BTC for ten hours with the fifth and sixth missing, ETH until two hours earlier. */
async function makeFiles(): Promise<string> {
  const dir = await Deno.makeTempDir();
  const lines = (symbol: string, hours: number[]) =>
    hours.map((hour) =>
      `${symbol},${OLD_MS + hour * HOUR_MS},10.5,12,9,11,2,${hour === 0 ? 20.5 : ""}`
    );
  const file = (symbol: string, hours: number[]) =>
    [CSV_HEADER, ...lines(symbol, hours)].join("\n");
  await Deno.writeTextFile(join(dir, "one.csv"), file("BTCUSDT", [0, 1, 2, 3, 6, 7, 8, 9]));
  await Deno.writeTextFile(join(dir, "two.csv"), file("ETHUSDT", [0, 1, 2, 3, 4, 5, 6, 7]));
  await Deno.mkdir(join(dir, "below"));
  await Deno.writeTextFile(join(dir, "below", "three.csv"), file("XRPUSDT", [0]));
  await Deno.writeTextFile(join(dir, "notes.txt"), "no candles");
  return dir;
}

async function withFiles(
  noShift: boolean,
  run: (client: ReturnType<typeof openClient>) => Promise<void>,
): Promise<void> {
  const csvDir = await makeFiles();
  const clock = createFakeClock();
  const exchange = await startSimulatedExchange({ csvDir, noShift, now: clock.now });
  try {
    await run(openClient({ clock, baseUrls: [exchange.url] }));
  } finally {
    await exchange.close();
    await Deno.remove(csvDir, { recursive: true });
  }
}

async function times(client: ReturnType<typeof openClient>, symbol: string): Promise<number[]> {
  const rows = await client.fetchKlines({ symbol, fromMs: 0, toMs: START_MS });
  return rows.map((row) => (row as number[])[0]!);
}

Deno.test("candles of files are moved so that the newest is the last closed hour", () =>
  withFiles(false, async (client) => {
    const bitcoin = await times(client, "BTCUSDT");
    assertEquals(bitcoin.at(-1), LAST_CLOSED_MS);
    // The gap stays a gap, and the symbols stay in step.
    const hours = bitcoin.map((time) => (time - LAST_CLOSED_MS) / HOUR_MS);
    assertEquals(hours, [-9, -8, -7, -6, -3, -2, -1, 0]);
    assertEquals((await times(client, "ETHUSDT")).at(-1), LAST_CLOSED_MS - 2 * HOUR_MS);
  }));

Deno.test("with noShift their times are left alone", () =>
  withFiles(true, async (client) => {
    assertEquals((await times(client, "BTCUSDT"))[0], OLD_MS);
  }));

Deno.test("only the directory's own files are served, without supplies", () =>
  withFiles(false, async (client) => {
    const symbols = (await client.listInstruments()).map((instrument) => instrument.symbol);
    assertEquals(symbols, ["BTCUSDT", "ETHUSDT"]);
    const bitcoin = (await client.listSupplies()).get("BTC");
    assertEquals([bitcoin?.name, bitcoin?.circulatingSupply], ["Bitcoin", null]);
    const tickers = await client.listTickers();
    assertEquals(tickers.map((ticker) => ticker.lastPrice), [11, 11]);
  }));

Deno.test("a missing quote volume is volume times the typical price", () =>
  withFiles(false, async (client) => {
    const rows = await client.fetchKlines({ symbol: "BTCUSDT", fromMs: 0, toMs: START_MS });
    const [first, second] = rows as string[][];
    assertEquals([first![7], second![7]], ["20.5", "21.33333333"]);
    assertEquals(first!.slice(1, 6), ["10.5", "12", "9", "11", "2"]);
  }));

Deno.test("a directory without candles is refused", async () => {
  const csvDir = await Deno.makeTempDir();
  await assertRejects(() => startSimulatedExchange({ csvDir }), CandleFileError, "no candles");
  await Deno.remove(csvDir);
  await assertRejects(() => startSimulatedExchange({ csvDir }), CandleFileError, "does not exist");
});
