import { fromFileUrl } from "@std/path";
import type { BenchRow } from "./bench_row.ts";

const ROOT = new URL("../../", import.meta.url);
const CANDLES = new URL("../../../shared/data/candles/", import.meta.url);
const TARGET_S = 20 * 60;
const COVERAGE_POINTS = 3;

interface Report {
  readonly summary: Record<string, Record<string, { readonly value: number }>>;
}

/**
 * `deno task evaluate` on the recorded candles of 20 coins over two years, training included, as a user
 * runs it: how long it takes, and whether what it finds holds what the forecasts promise.
 */
export async function evaluationBench(log: (line: string) => void): Promise<readonly BenchRow[]> {
  const files = recordedFiles();
  const dataDir = await Deno.makeTempDir({ prefix: "bench evaluation " });
  try {
    await runTask(dataDir, "import", files);
    log("candles imported");
    const startedMs = performance.now();
    await runTask(dataDir, "evaluate", ["--json", `${dataDir}/report.json`]);
    const seconds = (performance.now() - startedMs) / 1000;
    const report: Report = JSON.parse(await Deno.readTextFile(`${dataDir}/report.json`));
    return [timeRow(seconds), ...coverageRows(report), winklerRow(report)];
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
}

function recordedFiles(): string[] {
  try {
    const names = [...Deno.readDirSync(CANDLES)].map(({ name }) => name);
    return names.filter((name) => name.endsWith(".csv.gz")).sort()
      .map((name) => fromFileUrl(new URL(name, CANDLES)));
  } catch {
    throw new Error("needs the recorded candles in ../shared/data/candles, which are not here");
  }
}

async function runTask(dataDir: string, task: string, args: readonly string[]): Promise<void> {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", task, ...args],
    cwd: ROOT,
    env: { DATA_DIR: dataDir, DATABASE_URL: "" },
    stdout: "null",
    stderr: "piped",
  }).output();
  if (code !== 0) {
    throw new Error(`${task} failed: ${new TextDecoder().decode(stderr).slice(-400)}`);
  }
}

function timeRow(seconds: number): BenchRow {
  return {
    name: "walk-forward evaluation, 20 coins × 2 years, 10 models",
    value: seconds,
    unit: "s",
    target: `<= ${TARGET_S} s`,
    ok: seconds <= TARGET_S,
  };
}

function coverageRows({ summary }: Report): BenchRow[] {
  return [50, 80, 90].map((level) => {
    const value = 100 * summary.lstm![`coverage_${level}`]!.value;
    return {
      name: `outcomes inside the ${level} % range`,
      value,
      unit: "%",
      target: `within ${COVERAGE_POINTS} points`,
      ok: Math.abs(value - level) <= COVERAGE_POINTS,
    };
  });
}

/** Lower is better; the peer is the range of a 24 h EWMA volatility, calibrated alike. */
function winklerRow({ summary }: Report): BenchRow {
  const value = summary.lstm!.winkler_90!.value;
  const ratio = value / summary.ewma_24h!.winkler_90!.value;
  return {
    name: "Winkler score of the 90 % range",
    value,
    peer: "24 h EWMA range",
    ratio,
    target: "ratio < 1",
    ok: ratio < 1,
  };
}
