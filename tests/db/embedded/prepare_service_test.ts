import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { DatabaseError } from "../../../db/database.ts";
import { installPrograms, prepareService } from "../../../db/embedded/prepare_service.ts";

Deno.test("PostgreSQL is prepared for a service manager, once, with our database in it", async (t) => {
  const home = await Deno.makeTempDir();
  await Deno.chmod(home, 0o755);
  const dataDir = join(home, "data");
  await Deno.mkdir(dataDir);
  const programs = await installPrograms(join(home, "programs"));
  const cluster = join(dataDir, "postgres", "cluster");
  const prepare = () => prepareService({ dataDir, programs, port: 15_432 });

  await t.step("a second time changes nothing but the settings of the next start", async () => {
    const url = await prepare();
    assertMatch(url, /^postgres:\/\/app:[0-9a-f]{48}@127\.0\.0\.1:15432\/crypto_ai$/);
    const control = await Deno.stat(join(cluster, "global", "pg_control"));
    assertEquals(
      await prepareService({ dataDir, programs, port: 15_433 }),
      url.replace("32/", "33/"),
    );
    const again = await Deno.stat(join(cluster, "global", "pg_control"));
    assertEquals(again.mtime, control.mtime);
    assertMatch(await Deno.readTextFile(join(cluster, "crypto_ai.conf")), /^port = 15433$/m);
    assertEquals(await installPrograms(join(home, "programs")), programs);
  });

  await t.step("a cluster of another major version is refused with what to do", async () => {
    const version = await Deno.readTextFile(join(cluster, "PG_VERSION"));
    await Deno.writeTextFile(join(cluster, "PG_VERSION"), "17\n");
    await assertRejects(prepare, DatabaseError, "is of PostgreSQL 17, the programs are of 18");
    await Deno.writeTextFile(join(cluster, "PG_VERSION"), version);
  });

  await t.step("a cluster that lies elsewhere is refused", async () => {
    await Deno.rename(join(dataDir, "postgres"), join(home, "elsewhere"));
    await Deno.writeTextFile(join(dataDir, "postgres.location"), join(home, "elsewhere"));
    await assertRejects(prepare, DatabaseError, "where a service does not look for it");
  });
  await Deno.remove(home, { recursive: true });
});
