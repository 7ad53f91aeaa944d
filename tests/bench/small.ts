import { setupProgressOutput } from "../../server/collection/schema.ts";
import { type AppProcess, startApp } from "../helpers/app_process.ts";
import type { BenchRow } from "./bench_row.ts";
import { makeMemoryGroup, type MemoryGroup } from "./memory_group.ts";
import { openLoop } from "./open_loop.ts";

/** What a machine of 1 GiB has left when the system has taken its own. */
const GROUP_MB = 924;
/** As the units of a small machine set it: V8 sizes its heap by the machine, not by the group. */
const SMALL_MACHINE = {
  DENO_V8_FLAGS: "--max-old-space-size=192,--max-semi-space-size=4",
  MALLOC_ARENA_MAX: "2",
  MALLOC_MMAP_THRESHOLD_: "65536",
};
const COINS = 50;
const IDLE_TARGET_MB = 250;
const LOAD_TARGET_MB = 400;
const TRAINING_MB = 380;
const TRAINING_PATIENCE_MS = 12 * 60_000;
const IDLE_MS = 60_000;
const LOAD = { ratePerSecond: 100, seconds: 60 };
const STREAMS = 50;
const PATHS = [
  "/api/predictions/top20",
  "/api/market/overview",
  "/api/market/candles/BTC?interval=1h",
  "/api/predictions/crypto/ETH",
  "/api/market/tendency",
  "/",
];

/**
 * The whole product on a machine of 1 GB: server, jobs, its own database and a training of 50 coins and
 * two years, in a control group of that size. Resident memory of the server when it rests after the
 * training and under load, of the training at its largest, and what all of them hold together.
 */
export async function smallBench(log: (line: string) => void): Promise<readonly BenchRow[]> {
  await using group = await makeMemoryGroup(GROUP_MB);
  log(
    group ? `a control group of ${GROUP_MB} MB` : "no control group can be made: without a limit",
  );
  await using exchange = await startApp("exchange", { args: ["--port", "0", "--seed", "3"] });
  const dataDir = await Deno.makeTempDir({ prefix: "bench-small-" });
  // The account of the database has to find its way in.
  await Deno.chmod(dataDir, 0o755);
  try {
    await using app = await startApp("server/main.ts", {
      env: {
        DATA_DIR: dataDir,
        DATABASE_URL: "",
        API_PORT: "0",
        MARKET_SOURCE: "binance",
        BINANCE_BASE_URL: exchange.url,
        TOP_N_CRYPTOS: String(COINS),
        TRAINING_MEMORY_MB: String(TRAINING_MB),
        TRAINING_ENGINE: "onnx",
        RATE_LIMIT_PER_MINUTE: "1000000",
        ...SMALL_MACHINE,
      },
      under: group?.prefix ?? [],
    });
    return await measure(app, dataDir, { group, log });
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
}

async function measure(
  app: AppProcess,
  dataDir: string,
  { group, log }: { readonly group: MemoryGroup | null; log(line: string): void },
): Promise<BenchRow[]> {
  const training = await watchTraining(app, group);
  log(`trained: ${training.peakMb.toFixed(0)} MB, all together ${training.allMb.toFixed(0)} MB`);
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
  const idle = await residentMb(app.pid);
  log(`at rest ${idle.toFixed(0)} MB, PostgreSQL ${(await databaseMb(dataDir)).toFixed(0)} MB`);
  const loaded = await underLoad(app);
  const database = await databaseMb(dataDir);
  log(
    `under load ${loaded.mostMb.toFixed(0)} MB, PostgreSQL ${database.toFixed(0)} MB, ` +
      `${loaded.refused} of ${LOAD.ratePerSecond * LOAD.seconds} requests refused`,
  );
  const rows = [
    row("server at rest, after a training", idle, IDLE_TARGET_MB),
    row("server under load", loaded.mostMb, LOAD_TARGET_MB),
    row("training at its largest", training.peakMb, TRAINING_MB),
    row("all together while training", training.allMb, GROUP_MB),
    { name: "PostgreSQL under load", value: database, unit: "MB", ok: null },
  ];
  if (group === null) return rows;
  const kills = await group.kills();
  return [...rows, { name: "killed for memory", value: kills, target: "0", ok: kills === 0 }];
}

function row(name: string, value: number, most: number): BenchRow {
  const peer = `${most} MB`;
  return { name, value, unit: "MB", peer, ratio: value / most, target: "<= 1", ok: value <= most };
}

/** Until the first forecasts after a training: the largest that it and all together were. */
async function watchTraining(app: AppProcess, group: MemoryGroup | null) {
  const deadlineMs = performance.now() + TRAINING_PATIENCE_MS;
  let peakMb = 0;
  let allMb = 0;
  for (;;) {
    for (const pid of await childrenOf(app.pid)) {
      if (!(await print("cat", `/proc/${pid}/cmdline`)).includes("train_process")) continue;
      peakMb = Math.max(peakMb, await statusMb(pid, "VmHWM"));
    }
    allMb = Math.max(allMb, await group?.usedMb() ?? NaN);
    const answer = await fetch(`${app.url}/trpc/collection.setup`);
    if (setupProgressOutput.parse((await answer.json()).result.data).complete) break;
    if (performance.now() > deadlineMs) throw new Error("The first training does not end.");
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return { peakMb, allMb };
}

async function underLoad(app: AppProcess) {
  const leaving = new AbortController();
  const streams = Array.from({ length: STREAMS }, async () => {
    const answer = await fetch(`${app.url}/trpc/collection.setupLive`, { signal: leaving.signal });
    await answer.text();
  });
  let most = 0;
  const sampling = setInterval(async () => most = Math.max(most, await residentMb(app.pid)), 1_000);
  let refused = 0;
  await openLoop(async (place) => {
    const answer = await fetch(app.url + PATHS[place % PATHS.length]);
    if (answer.ok) return answer;
    await answer.body?.cancel();
    refused += 1;
    return new Response();
  }, LOAD);
  clearInterval(sampling);
  leaving.abort();
  await Promise.allSettled(streams);
  return { mostMb: most, refused };
}

const residentMb = (pid: number) => statusMb(pid, "VmRSS");

async function statusMb(pid: number, name: "VmRSS" | "VmHWM"): Promise<number> {
  const line = new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(
    await print("cat", `/proc/${pid}/status`),
  );
  return Number(line?.[1] ?? 0) / 1024;
}

/** Shared pages counted once among all that share them. */
async function databaseMb(dataDir: string): Promise<number> {
  const [postmaster] = (await print("cat", `${dataDir}/postgres/cluster/postmaster.pid`)).split(
    "\n",
  );
  const workers = await childrenOf(Number(postmaster));
  const shares = await Promise.all(
    [Number(postmaster), ...workers].map(async (pid) =>
      Number(/^Pss:\s+(\d+)/m.exec(await print("cat", `/proc/${pid}/smaps_rollup`))?.[1] ?? 0)
    ),
  );
  return shares.reduce((sum, kb) => sum + kb, 0) / 1024;
}

async function childrenOf(pid: number): Promise<number[]> {
  // "12 (name of it) S 3 …": a process, its name, its state, its parent.
  const stats = (await print("sh", "-c", "cat /proc/[0-9]*/stat")).split("\n");
  return stats.flatMap((line) => {
    const [, child, parent] = /^(\d+) \(.*\) \S (\d+) /.exec(line) ?? [];
    return Number(parent) === pid ? [Number(child)] : [];
  });
}

async function print(command: string, ...args: string[]): Promise<string> {
  const { stdout } = await new Deno.Command(command, { args, stderr: "null" }).output();
  return new TextDecoder().decode(stdout);
}
