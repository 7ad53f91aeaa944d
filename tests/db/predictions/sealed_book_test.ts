import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  type Database,
  insertModel,
  openDatabase,
  publishForecasts,
  type PublishForecastsInput,
  verifySealedBook,
} from "../../../db/mod.ts";
import { testDatabase } from "../../helpers/database.ts";
import {
  forecastInput,
  HOUR_MS,
  modelInput,
  seedCoins,
  START_MS,
} from "../../helpers/market_rows.ts";

const COINS = ["BTC", "ETH", "SOL"];

function publication(hour: number, changes: Partial<PublishForecastsInput> = {}) {
  return {
    modelId: "m1",
    madeAtMs: START_MS + hour * HOUR_MS,
    publishedAtMs: START_MS + hour * HOUR_MS + 300_000,
    horizonHours: 2,
    isFallback: true,
    reason: "For this test.",
    ranges: { alpha: { 50: 0.5, 80: 0.2, 90: 0.11 }, offsets: { 50: 0, 80: 0.1, 90: 0.2 } },
    forecasts: COINS.map((symbol) => {
      const forecast = forecastInput(symbol, hour);
      const more = { q10: 96, q90: 108, volatility: 0.1 + 0.2, callReason: "No edge." };
      return { ...forecast, ...more, naivePath: forecast.path };
    }),
    ...changes,
  };
}

async function bookOfThree(db: Database): Promise<number[]> {
  await seedCoins(db, ...COINS);
  await insertModel(db, modelInput("m1", 0));
  await insertModel(db, modelInput("m2", 1));
  const ids: number[] = [];
  for (const hour of [1, 2, 3]) {
    ids.push((await publishForecasts(db, publication(hour))).publicationId);
  }
  return ids;
}

/** What someone with the database's password could do: the guard is off for one statement. */
async function tamper(db: Database, statement: string, params: unknown[] = []): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.sql("set local session_replication_role = replica");
    await tx.sql(statement, params);
  });
}

Deno.test("a sealed book is proved, from the first publication to the head", async () => {
  await using db = await testDatabase();
  assertEquals(await verifySealedBook(db), {
    ok: true,
    checked: { publications: 0, predictions: 0 },
    head: null,
  });
  await bookOfThree(db);
  const verdict = await verifySealedBook(db);
  assertEquals([verdict.ok, verdict.checked], [true, { publications: 3, predictions: 9 }]);
  const [last] = await db.sql<{ hash: string }>(
    "select hash from forecast_publications order by id desc limit 1",
  );
  assertEquals(verdict.head, last?.hash);
});

Deno.test("nothing that is sealed can be changed, removed or emptied", async () => {
  await using db = await testDatabase();
  await bookOfThree(db);
  for (
    const statement of [
      "update predictions set q50 = q50",
      "update forecast_publications set reason = 'Another.'",
      "delete from predictions",
      "delete from forecast_publications",
      "truncate predictions, forecast_scores",
      "truncate forecast_publications cascade",
    ]
  ) {
    await assertRejects(() => db.sql(statement), Error, "sealed", statement);
  }
  assertEquals((await verifySealedBook(db)).ok, true);
});

/** Another value of the same type, so that no constraint stops the forger. */
const FORGED: Readonly<Record<string, string>> = {
  "double precision": "COLUMN * 1.0000000000000002",
  ARRAY: "array_prepend(COLUMN[1] * 1.0000001, COLUMN[2:])",
  boolean: "not COLUMN",
  text: "COLUMN || ' '",
  integer: "COLUMN + 1",
  bigint: "COLUMN + 1000",
  jsonb: "'{\"forged\": true}'::jsonb",
  "timestamp with time zone": "COLUMN + interval '1 millisecond'",
};

async function columnsOf(db: Database, table: string) {
  return await db.sql<{ name: string; type: string }>(
    `select column_name as name, data_type as type from information_schema.columns
     where table_name = $1 and table_schema = 'public'`,
    [table],
  );
}

Deno.test("altering any one column of a forecast is found and named", async (t) => {
  await using db = await testDatabase();
  const [, second] = await bookOfThree(db);
  const where = `publication_id = ${second}
    and crypto_id = (select id from cryptocurrencies where symbol = 'ETH')`;
  for (const { name, type } of await columnsOf(db, "predictions")) {
    if (name === "publication_id" || name === "crypto_id") continue;
    await t.step(name, async () => {
      const [before] = await db.sql<Record<string, unknown>>(
        `select to_jsonb(p) as row from predictions p where ${where}`,
      );
      await tamper(
        db,
        "alter table predictions drop constraint if exists predictions_quantiles_check",
      );
      await tamper(
        db,
        `update predictions set ${name} = ${
          FORGED[type]!.replaceAll("COLUMN", name)
        } where ${where}`,
      );
      const { ok, firstWrong } = await verifySealedBook(db);
      assertEquals([ok, firstWrong?.publicationId, firstWrong?.symbol], [false, second, "ETH"]);
      await tamper(
        db,
        `update predictions p set ${name} = o.${name}
         from jsonb_populate_record(null::predictions, $1::jsonb) o where ${
          where.replace("publication_id", "p.publication_id").replace("crypto_id", "p.crypto_id")
        }`,
        [JSON.stringify(before!.row)],
      );
      assertEquals((await verifySealedBook(db)).ok, true, "as it was");
    });
  }
});

Deno.test("altering any one column of a publication is found and named", async (t) => {
  await using db = await testDatabase();
  const [, second] = await bookOfThree(db);
  await db.sql(
    "alter table forecast_publications drop constraint forecast_publications_late_check",
  );
  for (const { name, type } of await columnsOf(db, "forecast_publications")) {
    if (name === "id") continue;
    await t.step(name, async () => {
      const [before] = await db.sql<Record<string, unknown>>(
        "select to_jsonb(p) as row from forecast_publications p where id = $1",
        [second],
      );
      const forged = name === "model_id" ? "'m2'" : FORGED[type]!.replaceAll("COLUMN", name);
      await tamper(
        db,
        `update forecast_publications set ${name} = ${forged} where id = ${second}`,
      );
      const { ok, firstWrong } = await verifySealedBook(db);
      assertEquals([ok, firstWrong?.publicationId], [false, second]);
      await tamper(
        db,
        `update forecast_publications p set ${name} = o.${name}
         from jsonb_populate_record(null::forecast_publications, $1::jsonb) o where p.id = o.id`,
        [JSON.stringify(before!.row)],
      );
      assertEquals((await verifySealedBook(db)).ok, true, "as it was");
    });
  }
});

Deno.test("a row taken out or put in, and a publication taken out, are found", async (t) => {
  const cases: readonly (readonly [string, string, RegExp, number])[] = [
    ["a forecast removed", "delete from predictions where publication_id = $1", /sealed with 3/, 1],
    [
      "a publication removed",
      "with d as (delete from predictions where publication_id = $1) delete from forecast_publications where id = $1",
      /does not follow/,
      2,
    ],
    [
      "a forecast moved to another coin",
      `update predictions set crypto_id = crypto_id + 100 where publication_id = $1
         and crypto_id = (select id from cryptocurrencies where symbol = 'SOL')`,
      /sealed with 3/,
      1,
    ],
    [
      "a coin that takes another name",
      `update cryptocurrencies set symbol = case symbol when 'BTC' then 'XXX' else symbol end
       where $1 > 0`,
      /not what was sealed/,
      0,
    ],
  ];
  for (const [name, statement, what, at] of cases) {
    await t.step(name, async () => {
      await using db = await testDatabase();
      const ids = await bookOfThree(db);
      await tamper(db, statement, [ids[1]]);
      const { ok, firstWrong } = await verifySealedBook(db);
      assertEquals([ok, firstWrong?.publicationId], [false, ids[at]]);
      assert(what.test(firstWrong!.what), firstWrong!.what);
    });
  }
});

Deno.test("publishers at the same moment make one chain", async () => {
  await using db = await testDatabase();
  await bookOfThree(db);
  const others = await Promise.all(
    [1, 2, 3].map(() => openDatabase({ dataDir: "", databaseUrl: db.url, poolSize: 4 })),
  );
  try {
    const hours = Array.from({ length: 20 }, (_, at) => 10 + at);
    const results = await Promise.all(
      others.flatMap((other) => hours.map((hour) => publishForecasts(other, publication(hour)))),
    );
    assertEquals(results.filter((one) => one.created).length, hours.length, "each hour once");
    assertEquals(await verifySealedBook(db), {
      ...await verifySealedBook(others[0]!),
      ok: true,
      checked: { publications: 23, predictions: 69 },
    });
  } finally {
    await Promise.all(others.map((other) => other.close()));
  }
});

Deno.test("a book is proved whatever the session's settings", async () => {
  await using db = await testDatabase();
  await bookOfThree(db);
  await db.sql(
    `alter database ${new URL(db.url).pathname.slice(1)} set timezone = 'Asia/Kathmandu'`,
  );
  await db.sql(
    `alter database ${new URL(db.url).pathname.slice(1)} set extra_float_digits = 0`,
  );
  await db.sql(`alter database ${new URL(db.url).pathname.slice(1)} set datestyle = 'German'`);
  const other = await openDatabase({ dataDir: "", databaseUrl: db.url, poolSize: 1 });
  try {
    assertEquals((await verifySealedBook(other)).ok, true);
    await publishForecasts(other, publication(9));
    assertEquals((await verifySealedBook(db)).ok, true, "published under other settings");
  } finally {
    await other.close();
  }
});
