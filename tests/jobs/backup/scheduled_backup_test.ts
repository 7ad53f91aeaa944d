import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import {
  checkArchive,
  type Database,
  insertPerson,
  latestJobRun,
  listAlerts,
  openArchive,
  readBackupRecord,
} from "../../../db/mod.ts";
import { checkAlerts } from "../../../jobs/alerts/check_alerts.ts";
import { openTarget } from "../../../jobs/backup/backup_target.ts";
import type { BackupConfig, JobContext } from "../../../jobs/context.ts";
import { keepErasures, readErasureRegister } from "../../../jobs/keep_erasures.ts";
import { runDueJob } from "../../../jobs/run_due_jobs.ts";
import { erasePerson } from "../../../server/privacy/erase_person.ts";
import { testDatabase } from "../../helpers/database.ts";
import { type FakeS3, fakeS3 } from "../../helpers/fake_s3.ts";
import { jobContext, keepingLog } from "../job_context.ts";

const DAY_MS = 86_400_000;
const BY = {
  actor: { kind: "person", name: "ann", userId: "ann" },
  requestId: "r1",
} as const;

interface Nightly extends AsyncDisposable {
  readonly db: Database;
  readonly dir: string;
  readonly context: JobContext;
  readonly clock: { nowMs: number };
  /** A day later: what is due is run. */
  night(verify?: BackupConfig["verify"]): Promise<string>;
}

async function nightly(backup: Partial<BackupConfig>): Promise<Nightly> {
  const db = await testDatabase();
  const dir = await Deno.makeTempDir();
  const clock = { nowMs: Date.UTC(2026, 10, 20, 5) };
  const context = jobContext({
    ...{ db, url: "http://127.0.0.1:9", now: () => clock.nowMs, log: keepingLog() },
    config: {
      dataDir: dir,
      alerts: { enabled: true, thresholdPercent: 10, cooldownHours: 4, schedule: "0 * * * *" },
      backup: {
        ...{ target: join(dir, "backups"), schedule: "10 4 * * *", verify: "read" },
        keep: { days: 2, weeks: 0, months: 0 },
        productVersion: "1.2.3",
        s3: { region: undefined, endpoint: undefined, kmsKeyId: undefined },
        ...backup,
      },
    },
  });
  return {
    ...{ db, dir, context, clock },
    async night(verify = "read") {
      clock.nowMs += DAY_MS;
      const config = { ...context.config, backup: { ...context.config.backup!, verify } };
      assert(await runDueJob({ ...context, config }, "backup"));
      const run = await latestJobRun(db, "backup");
      return run!.error ?? run!.status;
    },
    async [Symbol.asyncDispose]() {
      await db[Symbol.asyncDispose]();
      await Deno.remove(dir, { recursive: true });
    },
  };
}

async function filesIn(dir: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(dir)) names.push(name);
  return names.sort();
}

Deno.test("each night a backup, tried out in a second database; the oldest make room", async () => {
  await using world = await nightly({});
  const { dir, db } = world;
  await Deno.mkdir(join(dir, "backups"));
  const others = ["holiday.jpg", "crypto-ai-notes.txt"];
  for (const name of others) await Deno.writeTextFile(join(dir, "backups", name), "mine");
  await Deno.writeTextFile(join(dir, "backups", "crypto-ai-killed.tar.partial"), "half");
  for (const verify of ["read", "read", "restore"] as const) {
    assertEquals(await world.night(verify), "completed");
  }
  assertEquals(await filesIn(join(dir, "backups")), [
    "crypto-ai-2026-11-22T05-00-00Z.tar",
    "crypto-ai-2026-11-23T05-00-00Z.tar",
    ...others.toReversed(),
  ]);
  const record = await readBackupRecord(db);
  assertEquals([record.failures, record.error, record.lastGood?.tried], [0, null, true]);
  const left = await db.sql("select from pg_database where datname like 'crypto_ai_trial_%'");
  assertEquals(left, []);
  await using archive = await openArchive(join(dir, "backups", String(record.lastGood?.name)));
  assertEquals((await checkArchive(archive)).product_version, "1.2.3");
});

Deno.test("a backup that fails raises an alert and removes nothing; the next good one ends it", async () => {
  await using world = await nightly({});
  const { db, dir, context } = world;
  const look = () => checkAlerts(context, { source: "hourly" });
  const told = async () =>
    (await listAlerts(db, { userId: null, withDefaults: true, limit: 9 })).filter((one) =>
      one.kind === "backup"
    );
  assertEquals(await world.night(), "completed");
  await look();
  assertEquals(await told(), []);
  await Deno.rename(join(dir, "backups"), join(dir, "aside"));
  await Deno.writeTextFile(join(dir, "backups"), "no folder");
  const error = await world.night();
  assertMatch(error, /backups/);
  await look();
  const [alert, ...more] = await told();
  assertEquals(more, []);
  assertMatch(
    alert!.text,
    /^The backup failed\. The last good one is of 2026-11-21 05:00 UTC\. .*backups/,
  );
  await Deno.remove(join(dir, "backups"));
  await Deno.rename(join(dir, "aside"), join(dir, "backups"));
  // A row that was altered past the triggers: the backup has it as it is, and does not pass.
  await db.sql(
    "insert into cryptocurrencies select 1, 'BTC', 'b', 'B', 1, 1, 1, 1, 'market_cap', true, null, now(), now()",
  );
  await db.sql("insert into candle_months values (1, '2024-01-01Z', '2024-01-31T23:00Z')");
  assertMatch(
    await world.night("restore"),
    /kept as crypto-ai-2026-11-23T05-00-00Z\.unproved\.tar, since its trial failed: 2024-01 of BTC/,
  );
  assertEquals(await filesIn(join(dir, "backups")), [
    "crypto-ai-2026-11-21T05-00-00Z.tar",
    "crypto-ai-2026-11-23T05-00-00Z.unproved.tar",
  ]);
  assertEquals((await readBackupRecord(db)).failures, 2);
  await db.sql("delete from candle_months");
  assertEquals(await world.night(), "completed");
  assertEquals(await filesIn(join(dir, "backups")), [
    "crypto-ai-2026-11-21T05-00-00Z.tar",
    "crypto-ai-2026-11-24T05-00-00Z.tar",
  ]);
});

Deno.test("who is erased is noted outside of the database by a random number alone", async () => {
  await using world = await nightly({ target: null });
  const { db, dir, context, clock } = world;
  const ann = {
    ...{ userId: "ann", email: "ann@example.com", passwordHash: "x", role: "user" as const },
    nowMs: clock.nowMs,
  };
  await insertPerson(db, ann);
  const [person] = await db.sql<{ id: string }>("select tombstone_id as id from people");
  let asked = 0;
  const jobs = { keepErasuresSoon: () => void asked++ };
  await erasePerson({ db, now: () => clock.nowMs, jobs }, "ann", BY);
  assertEquals(asked, 1);
  assertEquals(await keepErasures(context), { noted: 1 });
  assertEquals(await keepErasures(context), { noted: 0 });
  const file = join(dir, "erasures", `${clock.nowMs}_${person!.id}`);
  assertEquals(await Deno.readTextFile(file), "");
  assertEquals((await Deno.stat(file)).mode! & 0o777, 0o600);
  const { erasures, places } = await readErasureRegister(context.config);
  assertEquals(erasures, [{ tombstoneId: person!.id, erasedAtMs: clock.nowMs }]);
  assertEquals(places, [dir]);
  // With a target later on, it is told of those before too; both registers are read.
  const target = join(dir, "elsewhere");
  const config = { ...context.config, backup: { ...context.config.backup!, target } };
  assertEquals(await keepErasures({ ...context, config }), { noted: 1 });
  assertEquals((await readErasureRegister(config)).places, [target, dir]);
});

async function inS3(work: (s3: FakeS3, world: Nightly) => Promise<void>): Promise<void> {
  await using s3 = fakeS3("bucket");
  Deno.env.set("AWS_ACCESS_KEY_ID", "id");
  Deno.env.set("AWS_SECRET_ACCESS_KEY", "secret");
  await using world = await nightly({
    target: "s3://bucket/some/place",
    s3: { region: "eu-central-1", endpoint: s3.endpoint, kmsKeyId: undefined },
  });
  await work(s3, world);
}

Deno.test("to S3 goes what was read back, encrypted and with its checksum; old ones are removed there", async () => {
  await inS3(async (s3, world) => {
    for (let night = 0; night < 3; night++) assertEquals(await world.night(), "completed");
    // Who may write and not delete has a backup all the same.
    s3.fault = ({ method }) => method === "DELETE" ? new Response(null, { status: 403 }) : null;
    assertEquals(await world.night(), "completed");
    assertEquals(s3.objects.size, 3);
    s3.fault = () => null;
    assertEquals(await world.night(), "completed");
    const names = [...s3.objects.keys()];
    assertEquals(names, [
      "some/place/crypto-ai-2026-11-24T05-00-00Z.tar",
      "some/place/crypto-ai-2026-11-25T05-00-00Z.tar",
    ]);
    const put = s3.requests.find((one) => one.method === "PUT")!;
    assertEquals(put.headers.get("x-amz-server-side-encryption"), "AES256");
    assertMatch(put.headers.get("x-amz-checksum-sha256") ?? "", /^.{43}=$/);
    assertEquals(await filesIn(join(world.dir, "backup")), [], "nothing is left on this machine");
    const { backup } = world.context.config;
    const target = openTarget(backup!.target!, { s3: backup!.s3, workFolder: world.dir });
    const path = join(world.dir, "fetched.tar");
    await target.fetch("crypto-ai-2026-11-25T05-00-00Z.tar", path);
    await using archive = await openArchive(path);
    await checkArchive(archive);
    await world.db.sql("insert into erasures values (gen_random_uuid(), now(), null)");
    assertEquals(await keepErasures(world.context), { noted: 1 });
    assertEquals((await readErasureRegister(world.context.config)).erasures.length, 1);
  });
});

Deno.test("a large file goes to S3 in parts; one that is lost is sent again, a broken upload given up", async () => {
  await inS3(async (s3, world) => {
    const { backup } = world.context.config;
    const target = openTarget(backup!.target!, { s3: backup!.s3, workFolder: world.dir });
    const bytes = new Uint8Array(17 * 2 ** 20).map((_, at) => at * 31);
    const send = async () => {
      await Deno.writeFile(join(world.dir, "large"), bytes);
      await target.deliver("large", "large.tar", AbortSignal.timeout(60_000));
    };
    let lost = 0;
    s3.fault = ({ query }) =>
      query.includes("partNumber=2") && lost++ === 0 ? new Response(null, { status: 503 }) : null;
    await send();
    assertEquals([lost, s3.openUploads.size], [2, 0]);
    assertEquals(s3.objects.get("some/place/large.tar"), bytes);
    s3.objects.clear();
    s3.fault = ({ query }) =>
      query.includes("partNumber=3") ? new Response(null, { status: 403 }) : null;
    const refused = await send().then(() => "sent", (error: Error) => error.message);
    assertMatch(refused, /^s3:\/\/bucket\/some\/place refused: /);
    assert(!refused.includes("secret"), refused);
    assertEquals([s3.objects.size, s3.openUploads.size], [0, 0]);
    s3.fault = ({ method }) =>
      method === "HEAD" ? new Response(null, { headers: { "content-length": "5" } }) : null;
    assertMatch(
      await send().then(() => "sent", (error: Error) => error.message),
      /has 5 bytes there and 17825792 here/,
    );
  });
});
