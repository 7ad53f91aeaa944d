import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { type Database, latestEvaluation } from "../../../db/mod.ts";
import { FORECAST_COLUMNS } from "../../../ml/evaluate/forecast_csv.ts";
import { METRIC_NAMES } from "../../../ml/evaluate/records.ts";
import { importCandles } from "../../../jobs/import_candles.ts";
import {
  type EvaluationReport,
  evaluationReportSchema,
} from "../../../server/evaluation/schema.ts";
import { runCommand } from "../../faults/run_command.ts";
import { testDatabase } from "../../helpers/database.ts";
import { fiveCoins } from "../../ml/evaluate/market.ts";
import { jobContext } from "../job_context.ts";

const MODELS = [
  "gru",
  "zero",
  "drift",
  "seasonal_24h",
  "momentum_24h",
  "reversal_24h",
  "ewma_volatility",
  "ridge",
  "coin_flip",
];

async function storeFiveCoins(db: Database, dir: string): Promise<void> {
  const lines = fiveCoins().flatMap((one) =>
    [...one.openTime].map((time, row) =>
      [
        `${one.symbol}USDT`,
        time,
        ...[one.open, one.high, one.low, one.close, one.volume].map((some) =>
          some[row]!.toFixed(8)
        ),
        one.quoteVolume[row]!.toFixed(8),
      ].join(",")
    )
  );
  const path = join(dir, "candles.csv");
  await Deno.writeTextFile(path, lines.join("\n"));
  await importCandles(jobContext({ db, url: "http://127.0.0.1:1" }), { path });
}

Deno.test("evaluate judges network and baselines, and writes, stores and prints the report", async () => {
  await using db = await testDatabase();
  const dir = await Deno.makeTempDir();
  try {
    await storeFiveCoins(db, dir);
    const env = { DATABASE_URL: db.url, DATA_DIR: dir, SEQUENCE_LENGTH: "24" };
    const [json, csv] = [join(dir, "report.json"), join(dir, "forecasts.csv")];
    const args = ["--quick", "--model", "gru", "--seed", "5", "--json", json, "--predictions", csv];
    const { code, stdout, stderr } = await runCommand("evaluate", args, env).ended;
    assertEquals(code, 0, stderr);
    assertMatch(stdout, /rank IC.*hit rate.*MASE/);
    assertMatch(stdout, /training and forecasting, gru +\d/);
    const report = JSON.parse(await Deno.readTextFile(json));
    checkReport(report);
    checkForecasts(await Deno.readTextFile(csv), report);
    const stored = await latestEvaluation(db);
    assertEquals([stored?.modelType, stored?.isQuick, stored?.report], ["GRU", true, report]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

function checkReport(json: unknown): void {
  const report = evaluationReportSchema.parse(json);
  assertEquals(MODELS.filter((model) => !report.models.includes(model)), []);
  assertEquals(Object.keys(report.summary), report.models);
  for (const metrics of Object.values(report.summary)) {
    for (const name of METRIC_NAMES) assertEquals(typeof metrics[name]!.value, "number", name);
  }
  assertEquals([report.seed, report.folds.length], [5, 2]);
  assertEquals(report.folds.map(({ held_out }) => held_out.length), [1, 1]);
  assertEquals(report.data.coins.toSorted(), ["ADA", "BTC", "ETH", "SOL", "XRP"]);
  assert(report.seconds > 0 && report.parts.length > 10);
}

function checkForecasts(text: string, { models, data }: EvaluationReport): void {
  const [header, ...lines] = text.trim().split("\n");
  assertEquals(header, FORECAST_COLUMNS);
  assertEquals(
    header,
    "model,symbol,made_at,target_time,close,q05,q25,q50,q75,q95,probability_up,confidence,called",
  );
  assertEquals(lines.length, models.length * data.forecasts);
  for (const line of lines) {
    const [, symbol, madeAt, targetTime, ...rest] = line.split(",");
    assert(data.coins.includes(symbol!));
    assertEquals(Date.parse(targetTime!) - Date.parse(madeAt!), 24 * 3_600_000);
    const [close, q05, q25, q50, q75, q95, up, confidence] = rest.map(Number);
    const prices = [q05!, q25!, q50!, q75!, q95!];
    assertEquals(prices, prices.toSorted((a, b) => a - b));
    assert(close! > 0 && q05! > 0 && up! > 0 && up! < 1 && confidence! >= 0.5);
    assertMatch(rest[8]!, /^(true|false)$/);
  }
}

Deno.test("evaluate says in one sentence what is wrong, with exit code 1 or 2", async () => {
  await using db = await testDatabase();
  const dir = await Deno.makeTempDir();
  try {
    const env = { DATABASE_URL: db.url, DATA_DIR: dir };
    const cases: readonly (readonly [readonly string[], number, RegExp])[] = [
      [["--quick"], 1, /There are no candles to evaluate on/],
      [["--json", join(dir, "none", "x.json")], 1, /There is no folder/],
      [["--model", "oracle"], 2, /neither lstm nor gru/],
      [["--seed", "-1"], 2, /seed/],
      [["--from", "2025-02-02", "--to", "2025-01-01"], 2, /--from is not before --to/],
    ];
    await Promise.all(cases.map(async ([args, expected, message]) => {
      const { code, stdout, stderr } = await runCommand("evaluate", args, env).ended;
      assertEquals([code, stdout], [expected, ""], args.join(" "));
      assertMatch(stderr.trim().split("\n").at(-1)!, message);
    }));
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
