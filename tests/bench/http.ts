import { fromFileUrl } from "@std/path";
import { testDatabase } from "../helpers/database.ts";
import { type AppProcess, startApp } from "../helpers/app_process.ts";
import type { BenchRow } from "./bench_row.ts";
import { storeFiftyForecasts } from "./http_forecasts.ts";
import { openLoop, percentile } from "./open_loop.ts";

const RATE_PER_SECOND = 300;
const SECONDS = 8;
const TARGET_P99_MS = 30;
const PEER = "bare Deno.serve handler, same bytes";

/**
 * `GET /api/predictions/top20` under an open loop of 300 requests/s, the server in a process of its
 * own; then the same while another process keeps a core busy, as training does. The peer answers the
 * same bytes without routing, keys, database or log.
 */
export async function httpBench(log: (line: string) => void = () => {}): Promise<BenchRow[]> {
  await using db = await testDatabase();
  await storeFiftyForecasts(db, Date.now());
  await using ours = await startServer("ours", db.url);
  await using peer = await startServer("peer", `${ours.url}/api/predictions/top20`);
  const address = (server: AppProcess) => `${server.url}/api/predictions/top20`;
  const measure = async (name: string) => {
    const ourMs = await p99(address(ours));
    const peerMs = await p99(address(peer));
    log(`${name}: p99 ${ourMs.toFixed(1)} ms, peer ${peerMs.toFixed(1)} ms`);
    return row(`${name}, p99`, ourMs, peerMs);
  };
  const quiet = await measure("top20 at 300 requests/s");
  using _busy = keepCoreBusy();
  return [quiet, await measure("top20 at 300 requests/s beside a busy core")];
}

async function p99(url: string): Promise<number> {
  // The first seconds compile; they are not what users of a running server see.
  await openLoop(url, { ratePerSecond: RATE_PER_SECOND, seconds: 3 });
  const latencies = await openLoop(url, { ratePerSecond: RATE_PER_SECOND, seconds: SECONDS });
  return percentile(latencies, 0.99);
}

function row(name: string, value: number, peerValue: number): BenchRow {
  return {
    name,
    value,
    unit: "ms",
    peer: `${PEER}: ${peerValue.toFixed(1)} ms`,
    ratio: value / peerValue,
    target: `< ${TARGET_P99_MS} ms`,
    ok: value < TARGET_P99_MS,
  };
}

function startServer(which: "ours" | "peer", about: string): Promise<AppProcess> {
  return startApp("tests/bench/http_server.ts", { args: [which, about] });
}

function keepCoreBusy(): Disposable {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", fromFileUrl(new URL("busy_core.ts", import.meta.url))],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  return { [Symbol.dispose]: () => child.kill("SIGKILL") };
}
