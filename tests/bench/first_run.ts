import { fromFileUrl } from "@std/path";
import { type SetupProgress, setupProgressOutput } from "../../server/collection/schema.ts";
import { type AppProcess, startApp } from "../helpers/app_process.ts";
import type { BenchRow } from "./bench_row.ts";

const CANDLES = fromFileUrl(new URL("../../../shared/data/candles", import.meta.url));

const DASHBOARD_TARGET_S = 15;
const PREDICTIONS_TARGET_S = 240;
/** How long to wait past the target, to learn by how much it is missed. */
const PATIENCE_MS = 2 * PREDICTIONS_TARGET_S * 1000;

/**
 * From an empty directory with 20 coins and two years of hourly candles on a loopback exchange:
 * seconds to the dashboard, to the first ranges on it, and to the first forecasts that were judged
 * against the naive one (a promoted model, or the naive forecast with the reason why).
 */
export async function firstRunBench(log: (line: string) => void): Promise<readonly BenchRow[]> {
  await Deno.stat(CANDLES).catch(() => {
    throw new Error("needs the recorded candles in ../shared/data/candles, which are not here");
  });
  await using exchange = await startApp("exchange", {
    args: ["--port", "0", "--from-csv", CANDLES],
  });
  log(`exchange on ${exchange.url}`);
  const dataDir = await Deno.makeTempDir({ prefix: "bench first run " });
  try {
    return await measureFirstRun(exchange.url, dataDir, log);
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
}

async function measureFirstRun(
  exchangeUrl: string,
  dataDir: string,
  log: (line: string) => void,
): Promise<BenchRow[]> {
  const startedMs = performance.now();
  const seconds = () => (performance.now() - startedMs) / 1000;
  await using app = await startApp("start", {
    env: {
      DATA_DIR: dataDir,
      DATABASE_URL: "",
      API_PORT: "0",
      MARKET_SOURCE: "binance",
      BINANCE_BASE_URL: exchangeUrl,
      BINANCE_PRODUCTS_URL: "",
      TOP_N_CRYPTOS: "20",
    },
  });
  await untilTrue(() => answersPage(app), PATIENCE_MS);
  const dashboard = seconds();
  log(`dashboard after ${dashboard.toFixed(1)} s`);
  await untilTrue(async () => (await readSetup(app)).forecasts_published, PATIENCE_MS);
  const naive = seconds();
  log(`first ranges after ${naive.toFixed(1)} s`);
  await untilTrue(async () => (await readSetup(app)).complete, PATIENCE_MS);
  const judged = seconds();
  log(`judged forecasts after ${judged.toFixed(1)} s`);
  return [
    row("first start to the dashboard", dashboard, DASHBOARD_TARGET_S),
    row("first start to the first published ranges", naive, PREDICTIONS_TARGET_S),
    row("first start to forecasts after training", judged, PREDICTIONS_TARGET_S),
  ];
}

function row(name: string, value: number, target: number): BenchRow {
  return { name, value, unit: "s", target: `<= ${target} s`, ok: value <= target };
}

async function answersPage(app: AppProcess): Promise<boolean> {
  const answer = await fetch(app.url, { headers: { accept: "text/html" } }).catch(() => null);
  const text = await answer?.text() ?? "";
  return answer?.status === 200 && text.includes("<html");
}

/**
 * How far the server says it is. `complete` means that forecasts of a trained model are published, or
 * that one was refused for a stated reason and the naive forecast stands.
 */
async function readSetup(app: AppProcess): Promise<SetupProgress> {
  const answer = await fetch(`${app.url}/trpc/collection.setup`);
  const body = await answer.json();
  return setupProgressOutput.parse(body.result.data);
}

async function untilTrue(check: () => Promise<boolean>, patienceMs: number): Promise<void> {
  const deadlineMs = performance.now() + patienceMs;
  while (!await check()) {
    if (performance.now() > deadlineMs) throw new Error(`waited ${patienceMs / 1000} s in vain`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
