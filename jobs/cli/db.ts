/** `deno task db`: the schema of the database, and what is in it. */
import {
  candleSpans,
  chainLedger,
  championModel,
  countGaps,
  type Database,
  migrate,
  openDatabase,
  verifyCandles,
  verifyLedger,
  verifyScores,
  verifySealedBook,
} from "../../db/mod.ts";
import { type Config, loadConfig } from "../../server/config.ts";
import { jobsConfig } from "../../server/jobs_config.ts";
import { readSettings } from "../../server/read_settings.ts";
import { describePruned, prune } from "../prune.ts";
import { verifyContests } from "../verify_contests.ts";

const USAGE = `The database in DATA_DIR, or the one at DATABASE_URL.

Usage: deno task db migrate|status|verify|prune [--dry-run]

  migrate   brings the schema up to date; safe to repeat
  status    version, size, schema, candles, gaps and model in a few lines
  verify    proves that published forecasts are what was sealed, checks every score and candle, and
            recomputes the ledger, its chain and what staked forecasts earned; names the first
            wrong row and ends with 1
  prune     removes what is older than its retention: audit log, chats, ended sessions and keys,
            counts of calls, runs of jobs, log files; never the ledger, forecasts or candles.
            --dry-run says what it would remove
  --help    this text`;

type Verb = (db: Database, config: Config) => Promise<string>;

const VERBS: Readonly<Record<string, Verb>> = {
  migrate: applyMigrations,
  status: describe,
  verify,
  prune: (db, config) => pruneNow(db, config, false),
  "prune --dry-run": (db, config) => pruneNow(db, config, true),
};

if (import.meta.main) Deno.exit(await main(Deno.args));

/** @returns the exit code: 0 done, 1 failed, 2 wrong usage. */
async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(USAGE);
    return 0;
  }
  const verb = Object.hasOwn(VERBS, args.join(" ")) ? VERBS[args.join(" ")] : undefined;
  if (verb === undefined) {
    console.error(`"${args.join(" ")}" is not one of its verbs. See deno task db --help.`);
    return 2;
  }
  try {
    console.log(await withDatabase(verb));
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

async function withDatabase(verb: Verb): Promise<string> {
  const config = loadConfig(await readSettings(Deno.env.toObject(), Deno.cwd()));
  const shared = verb !== applyMigrations;
  const db = await openDatabase({ ...config, poolSize: 1, shared });
  try {
    return await verb(db, config);
  } finally {
    await db.close();
  }
}

async function applyMigrations(db: Database): Promise<string> {
  const applied = await migrate(db);
  return applied.length === 0 ? "The schema is up to date." : `Applied ${applied.join(", ")}.`;
}

async function pruneNow(db: Database, config: Config, dryRun: boolean): Promise<string> {
  const pruned = await prune(db, jobsConfig(config), { nowMs: Date.now(), dryRun });
  return describePruned(pruned, dryRun);
}

/** @throws Error naming the first wrong row */
async function verify(db: Database): Promise<string> {
  const book = await verifySealedBook(db);
  if (book.firstWrong) {
    const { publicationId, symbol, what } = book.firstWrong;
    const where = symbol === null ? "" : `, the forecast of ${symbol}`;
    throw new Error(
      `The book of forecasts is wrong at publication ${publicationId}${where}. ${what}`,
    );
  }
  const scores = await verifyScores(db);
  if (scores.firstWrong) {
    const { publicationId, symbol, horizonHours } = scores.firstWrong;
    throw new Error(
      `The score of ${symbol} at hour ${horizonHours} of publication ${publicationId} does not ` +
        "follow from its forecast and its outcome.",
    );
  }
  const candles = await verifyCandles(db, { nowMs: Date.now() });
  if (candles.firstWrong) throw new Error(candles.firstWrong);
  const { publications, predictions } = book.checked;
  const coins = await proveLedger(db);
  const contests = await verifyContests(db);
  if (contests.firstWrong) throw new Error(contests.firstWrong);
  return [
    `${publications} publications with ${predictions} forecasts are as they were sealed.`,
    ...(book.head === null ? [] : [
      `The book ends with ${book.head}: note it down to prove later ` +
      "that nothing was cut off.",
    ]),
    `${scores.checked} scores follow from them.`,
    `${candles.checked} candles are sound.`,
    ...coins,
    ...(contests.checked === 0
      ? []
      : [`${contests.checked} rounds of staked forecasts were paid what they earned.`]),
  ].join("\n");
}

/** @throws Error naming the first wrong row of the ledger */
async function proveLedger(db: Database): Promise<string[]> {
  await chainLedger(db, { nowMs: Date.now() });
  const { checked, supply, head, firstWrong } = await verifyLedger(db);
  if (firstWrong) throw new Error(`The ledger is wrong. ${firstWrong}`);
  if (checked.accounts === 0) return [];
  return [
    `${checked.transactions} transactions with ${checked.entries} entries of the ledger are right, ` +
    `and its accounts hold ${supply} TBC.`,
    ...(head === null ? [] : [
      `Its chain ends with link ${head.position}, ${head.hash}: note it down to prove later that ` +
      "nothing was cut off.",
    ]),
  ];
}

async function describe(db: Database): Promise<string> {
  const [server] = await db.sql<{ version: string; bytes: number; tables: number }>(
    `select current_setting('server_version') as version,
       pg_database_size(current_database()) as bytes,
       (select count(*) from information_schema.tables
         where table_schema = current_schema() and table_name = 'candles') as tables`,
  );
  const where = db.embedded ? "embedded in DATA_DIR" : "at DATABASE_URL";
  const lines = [
    `PostgreSQL ${server?.version}, ${where}, ${((server?.bytes ?? 0) / 2 ** 20).toFixed(1)} MiB`,
  ];
  if (!server?.tables) return [...lines, "No schema yet: run deno task db migrate."].join("\n");
  return [...lines, await describeCandles(db), await describeModel(db)].join("\n");
}

async function describeCandles(db: Database): Promise<string> {
  const spans = await candleSpans(db);
  const count = spans.reduce((sum, span) => sum + span.count, 0);
  const first = Math.min(...spans.flatMap((span) => span.firstMs ?? []));
  const last = Math.max(...spans.flatMap((span) => span.lastMs ?? []));
  const range = count === 0 ? "" : `, ${describeTime(first)} to ${describeTime(last)}`;
  const gaps = Object.entries(await countGaps(db)).map(([status, n]) => `${n} ${status}`);
  return `${count} candles of ${spans.length} coins${range}\nGaps: ${gaps.join(", ") || "none"}`;
}

async function describeModel(db: Database): Promise<string> {
  const model = await championModel(db);
  return model === null
    ? "No model yet: the naive forecast is published."
    : `Model ${model.id}, ${model.type}, trained ${describeTime(model.trainedAtMs)}`;
}

function describeTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
