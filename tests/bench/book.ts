import {
  insertModel,
  publishForecasts,
  upsertCryptocurrencies,
  verifySealedBook,
} from "../../db/mod.ts";
import { testDatabase } from "../helpers/database.ts";
import { coinInput, forecastInput, HOUR_MS, modelInput, START_MS } from "../helpers/market_rows.ts";
import type { BenchRow } from "./bench_row.ts";

const COINS = 50;
const PUBLICATIONS = 2000;
const HORIZON_HOURS = 24;
const VERIFY_S = 5;

/** Proving a book of a hundred thousand forecasts: every row's hash, every publication's, the chain. */
export async function bookBench(log: (line: string) => void = () => {}): Promise<BenchRow[]> {
  await using db = await testDatabase();
  const symbols = Array.from({ length: COINS }, (_, at) => `C${at}`);
  await upsertCryptocurrencies(db, symbols.map((symbol, at) => coinInput(symbol, at + 1)));
  await insertModel(db, modelInput("m1", 0));
  log(`sealing ${PUBLICATIONS} publications of ${COINS} coins`);
  for (let hour = 0; hour < PUBLICATIONS; hour++) {
    const madeAtMs = START_MS + hour * HOUR_MS;
    await publishForecasts(db, {
      ...{ modelId: "m1", madeAtMs, publishedAtMs: madeAtMs, horizonHours: HORIZON_HOURS },
      ...{ isFallback: false, forecasts: symbols.map((symbol, at) => forecast(symbol, at, hour)) },
    });
  }
  log("proving");
  const startedMs = performance.now();
  const { ok, checked } = await verifySealedBook(db);
  const value = (performance.now() - startedMs) / 1000;
  if (!ok || checked.predictions !== COINS * PUBLICATIONS) throw new Error("The book is wrong.");
  return [{
    name: "proof of 100,000 sealed forecasts",
    value,
    unit: "s",
    target: `< ${VERIFY_S} s`,
    ok: value < VERIFY_S,
  }];
}

/** Digits as long as real ones. */
function forecast(symbol: string, coin: number, hour: number) {
  const madeAtMs = START_MS + hour * HOUR_MS;
  const close = 1234.5678 / (coin + 1) * Math.exp(Math.sin(hour / 7 + coin) / 10);
  const path = Array.from({ length: HORIZON_HOURS }, (_, at) => {
    const half = 0.0123 * Math.sqrt(at + 1);
    const [q05, q25] = [close * (1 - 1.6123 * half), close * (1 - 0.6745 * half)];
    const [q75, q95] = [close * (1 + 0.6745 * half), close * (1 + 1.6123 * half)];
    return { targetMs: madeAtMs + (at + 1) * HOUR_MS, q05, q25, q50: close, q75, q95 };
  });
  return { ...forecastInput(symbol, hour), close, path, naivePath: path };
}
