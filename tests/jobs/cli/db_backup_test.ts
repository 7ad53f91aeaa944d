import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import pg from "pg";
import { latestJobRun, openDatabase } from "../../../db/mod.ts";
import { keepErasures } from "../../../jobs/keep_erasures.ts";
import { erasePerson } from "../../../server/privacy/erase_person.ts";
import { runCommand } from "../../faults/run_command.ts";
import { onDatabase, serverForTests, testDatabase } from "../../helpers/database.ts";
import { ANN_TOMBSTONE, fillDatabase, readEverything } from "../../helpers/full_database.ts";
import { jobContext } from "../job_context.ts";

const BY_ANN = {
  actor: { kind: "person", name: "ann", userId: "ann" },
  requestId: "r1",
} as const;

/** An empty database, as one makes it after the old one is lost. */
async function lostAndMadeAnew() {
  const server = await serverForTests();
  const name = `test_${crypto.randomUUID().replaceAll("-", "")}`;
  const execute = async (statement: string) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await execute(`create database ${name}`);
  return {
    url: onDatabase(server, name),
    [Symbol.asyncDispose]: () => execute(`drop database ${name} with (force)`),
  };
}

Deno.test("db backup, restore and backups say what they take", async () => {
  const wrong = [["restore"], ["backup", "a", "b"], ["backup", "a", "--replace"]];
  const runs = await Promise.all(
    wrong.map((args) => runCommand("db", args, { DATA_DIR: "/no" }).ended),
  );
  for (const [at, { code, stderr }] of runs.entries()) {
    assertEquals(code, 2, wrong[at]!.join(" "));
    assertMatch(stderr, /See deno task db --help\.$/m);
    assertEquals(stderr.trim().split("\n").length, 1);
  }
});

Deno.test("the database is lost: who was erased since the backup does not come back", async () => {
  const dir = await Deno.makeTempDir();
  const target = join(dir, "backups");
  await using lost = await testDatabase();
  await fillDatabase(lost);
  const env = { BACKUP_TARGET: target, DATA_DIR: join(dir, "data") };
  try {
    const made = await runCommand("db", ["backup"], { ...env, DATABASE_URL: lost.url }).ended;
    assertMatch(
      made.stdout,
      /^crypto-ai-.*\.tar is in .*, restored into a second database/,
      made.stderr,
    );
    const backup = {
      ...{ target, schedule: "0 0 * * *", keep: { days: 1, weeks: 0, months: 0 } },
      ...{ verify: "read" as const, productVersion: "1" },
      s3: { region: undefined, endpoint: undefined, kmsKeyId: undefined },
    };
    const context = jobContext({ db: lost, url: "http://127.0.0.1:9", config: { backup } });
    await erasePerson({ db: lost, now: Date.now }, "ann", BY_ANN);
    await keepErasures(context);
    const notes = Array.from(Deno.readDirSync(join(target, "erasures")), (one) => one.name);
    assertEquals(notes.filter((name) => name.endsWith(`_${ANN_TOMBSTONE}`)).length, 1);

    await using anew = await lostAndMadeAnew();
    const place = { ...env, DATABASE_URL: anew.url };
    // A register that is there and cannot be read is no empty one.
    await Deno.rename(join(target, "erasures"), join(target, "aside"));
    await Deno.writeTextFile(join(target, "erasures"), "");
    const refused = await runCommand("db", ["restore", "latest"], place).ended;
    assertEquals(refused.code, 1);
    assertMatch(
      refused.stderr,
      /register of erasures in .* cannot be read.* Nothing was changed\.$/m,
    );
    await Deno.remove(join(target, "erasures"));
    await Deno.rename(join(target, "aside"), join(target, "erasures"));

    const restored = await runCommand("db", ["restore", "latest"], place).ended;
    assertEquals(restored.code, 0, restored.stderr);
    assertMatch(restored.stdout, /Erased again, since they were erased after the backup: 1\./);
    assertMatch(restored.stdout, /its accounts hold 1000000 TBC/);
    await using db = await openDatabase({ dataDir: "", databaseUrl: anew.url, poolSize: 1 })
      .then((opened) => ({ ...opened, [Symbol.asyncDispose]: () => opened.close() }));
    const everything = [...(await readEverything(db)).values()].join("\n");
    assert(!/\bann\b|ann@/.test(everything), /.{80}\bann\b.{80}/.exec(everything)?.[0]);
    assert(everything.includes("bob@example.com"));
    assertEquals(await latestJobRun(db, "backup"), null);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
