import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { type Database, latestPublication, migrate } from "../../db/mod.ts";
import { migrationsList } from "../../db/migrations/migrations_list.ts";
import { runDueJobs } from "../../jobs/run_due_jobs.ts";
import { startApp } from "../helpers/app_process.ts";
import { layOldDataDir } from "../helpers/old_data_dir.ts";
import { jobContext } from "../jobs/job_context.ts";
import { getJson } from "../server/app_for_tests.ts";

const RELEASE = "release_0_1_0";
const LAST_MIGRATION = "m0003_jobs_and_keys";
const ADMIN_KEY = "pck_8a0e3171c2286d2944deaadf0d11c12f85244f5474d96855";
const MODEL = "lstm-20261130T152027-dab5dc6f";
/** Ten minutes after that release was stopped. */
const NEXT_START_MS = Date.parse("2026-11-30T15:31:00Z");
/** Nobody listens there. */
const NO_EXCHANGE = "http://127.0.0.1:1";

const added = migrationsList.slice(
  migrationsList.findIndex((one) => one.name === LAST_MIGRATION) + 1,
).map((one) => one.name);

type Rows = Record<string, unknown>[];

/** Every row of every table but that of the migrations, by name of the table. */
async function readTables(db: Database): Promise<Map<string, Rows>> {
  const tables = await db.sql<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_name <> 'schema_migrations' order by 1`,
  );
  const rows = new Map<string, Rows>();
  for (const { name } of tables) {
    const found = await db.sql<{ row: Rows[number] }>(
      `select to_jsonb(t) as row from "${name}" t order by to_jsonb(t)::text`,
    );
    rows.set(name, found.map((one) => one.row));
  }
  return rows;
}

/** The rows with those columns alone that an older row has. */
function inColumnsOf(older: Rows, newer: Rows): Rows {
  const columns = Object.keys(older[0] ?? {});
  return newer.map((row) => Object.fromEntries(columns.map((name) => [name, row[name]])));
}

Deno.test("an update from 0.1.0 keeps every row of it", async () => {
  await using old = await layOldDataDir(RELEASE, LAST_MIGRATION);
  const before = await readTables(old.db);
  assertEquals(before.get("candles")?.length, 2908);
  assertEquals(await migrate(old.db), added);
  const after = await readTables(old.db);

  // What was published without a seal has its place beside the book, whole.
  const publications = before.get("forecast_publications") ?? [];
  const predictions = before.get("predictions") ?? [];
  assertEquals([publications.length, predictions.length], [2, 4]);
  assertEquals(
    after.get("unsealed_publications"),
    publications.map((publication) => ({
      id: publication.id,
      made_at: publication.made_at,
      publication,
      predictions: predictions.filter((row) => row.publication_id === publication.id)
        .toSorted((a, b) => Number(a.crypto_id) - Number(b.crypto_id)),
    })),
  );
  // Its runs of publishing make room for one that is due at once.
  const kept = new Map(before);
  kept.delete("forecast_publications");
  kept.delete("predictions");
  kept.set("job_runs", (kept.get("job_runs") ?? []).filter((run) => run.job !== "publish"));
  for (const [table, rows] of kept) {
    assertEquals(inColumnsOf(rows, after.get(table) ?? []), rows, table);
  }
});

Deno.test("after the update the model of 0.1.0 publishes at once, into the book", async () => {
  await using old = await layOldDataDir(RELEASE, LAST_MIGRATION);
  await migrate(old.db);
  const context = jobContext({
    db: old.db,
    url: NO_EXCHANGE,
    now: () => NEXT_START_MS,
    config: {
      dataDir: old.dataDir,
      modelsDir: `${old.dataDir}/models`,
      topN: 2,
      horizonHours: 6,
      sequenceLength: 24,
    },
  });
  const ran = await runDueJobs(context);
  assert(ran.includes("publish"), ran.join(", "));
  const published = await latestPublication(old.db);
  assertEquals(published?.model?.id, MODEL);
  assertEquals(published?.publication.isLate, false);
  assertEquals(published?.predictions.map((one) => one.symbol), ["BTC", "ETH"]);
  // Other processes have its file from the database now.
  const [file] = await old.db.sql<{ bytes: number }>(
    "select sum(length(bytes))::int as bytes from model_artifacts where model_id = $1",
    [MODEL],
  );
  assertEquals(file?.bytes, (await Deno.stat(`${old.dataDir}/models/${MODEL}.onnx`)).size);
});

Deno.test("the program starts on what 0.1.0 left, serves it, and proves it", async (t) => {
  await using old = await layOldDataDir(RELEASE, LAST_MIGRATION);
  const env = {
    DATABASE_URL: old.db.url,
    DATA_DIR: old.dataDir,
    API_PORT: "0",
    BINANCE_BASE_URL: NO_EXCHANGE,
    BINANCE_PRODUCTS_URL: NO_EXCHANGE,
    TOP_N_CRYPTOS: "2",
    SEQUENCE_LENGTH: "24",
    PREDICTION_HORIZON_HOURS: "6",
  };

  await t.step("it brings the schema up to date and answers", async () => {
    await using app = await startApp("start", { env });
    assertStringIncludes(app.output(), `brought up to date: ${added.join(", ")}`);
    assert(!app.output().includes("shown this once"), "the old key stays the key");
    const headers = { "x-api-key": ADMIN_KEY };
    const info = await getJson<{ database: { candles: number } }>(
      `${app.url}/api/admin/system/info`,
      { headers },
    );
    assertEquals(info.database.candles, 2906, "those that are closed");
    const { candles } = await getJson<{ candles: { close: number }[] }>(
      `${app.url}/api/market/candles/BTC?from=2026-10-01T00:00Z&to=2026-10-01T02:00Z`,
    );
    assertEquals(candles.map((one) => one.close), [31264.41, 31192.97, 31221.97]);
    const tendency = await getJson<{ tendency: string }>(`${app.url}/api/market/tendency`);
    assertEquals(tendency.tendency, "bullish");
  });

  await t.step("db verify finds nothing wrong", async () => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", "db", "verify"],
      cwd: fromFileUrl(new URL("../../", import.meta.url)),
      env: { ...env, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
    }).output();
    const text = new TextDecoder().decode(stdout);
    assertEquals(code, 0, new TextDecoder().decode(stderr));
    assertMatch(text, /^2908 candles are sound\.$/m);
  });
});
