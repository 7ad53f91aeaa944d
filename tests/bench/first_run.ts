import { type AppProcess, startApp } from "../helpers/app_process.ts";
import type { BenchRow } from "./bench_row.ts";

const CANDLES = new URL("../../../shared/data/candles", import.meta.url).pathname;

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
  await using exchange = await startApp("jobs/cli/exchange.ts", {
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
  await using app = await startApp("server/main.ts", {
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
  const naive = await untilPublication(app, (found) => found.count > 0).then(seconds);
  log(`first ranges after ${naive.toFixed(1)} s`);
  const judged = await untilPublication(app, isJudged).then(seconds);
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

interface Publication {
  readonly count: number;
  readonly model: { readonly id: string } | null;
  readonly trainingEnded: boolean;
}

/** A model serves, or training has ended and the naive forecast stands for a stated reason. */
function isJudged({ count, model, trainingEnded }: Publication): boolean {
  return count > 0 && (model !== null || trainingEnded);
}

async function untilPublication(app: AppProcess, good: (found: Publication) => boolean) {
  await untilTrue(async () => {
    const found = await readPublication(app);
    return found !== null && good(found);
  }, PATIENCE_MS);
}

async function readPublication(app: AppProcess): Promise<Publication | null> {
  const answer = await fetch(`${app.url}/api/predictions/top20`);
  if (answer.status !== 200) {
    await answer.body?.cancel();
    return null;
  }
  const body = await answer.json();
  const id = body.model?.id ?? null;
  const isNaive = id === null || id === "naive" || body.model.type === "naive";
  return {
    count: body.count,
    model: isNaive ? null : { id },
    trainingEnded: app.output().includes("rejected"),
  };
}

async function untilTrue(check: () => Promise<boolean>, patienceMs: number): Promise<void> {
  const deadlineMs = performance.now() + patienceMs;
  while (!await check()) {
    if (performance.now() > deadlineMs) throw new Error(`waited ${patienceMs / 1000} s in vain`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
