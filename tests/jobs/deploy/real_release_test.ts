/**
 * Our own server as a release on a stand-in host, with PostgreSQL as a unit of its own. The packages are
 * those of this checkout, for installing 1.5 GB again would prove nothing of ours.
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { buildWebIfStale, WEB_FOLDER } from "../../../server/web_build.ts";
import { git } from "./repository.ts";
import { endOf, freePort, makeStandIn, ON_LINUX, type StandIn } from "./stand_in_host.ts";

const ROOT = fromFileUrl(new URL("../../../", import.meta.url));
const isCheckout = await Deno.stat(join(ROOT, ".git")).then(() => true, () => false);
if (!isCheckout) console.log("skipped: a release is made of git's files, and this is no checkout");

Deno.test({
  name: "our own server is deployed with its database, migrated, ready, and stops in order",
  ignore: !isCheckout || ON_LINUX.ignore,
  async fn(t) {
    const port = freePort();
    await using host = await makeStandIn({
      DATABASE_URL: null,
      ENVIRONMENT: "local",
      MARKET_SOURCE: "simulated",
    });
    await useOwnFiles(host);
    const env = { CRYPTO_AI_POSTGRES_PORT: String(port), CRYPTO_AI_READY_SECONDS: "60" };
    const way = ["--via", "ssh", "--host", "stand-in.example", "--root", host.root];

    await t.step("deploy", async () => {
      const { code, stdout, stderr } = await endOf(host.task("deploy", way, env));
      assertEquals({ code, stderr }, { code: 0, stderr: "" }, stdout);
      const health = await (await fetch(`${host.url}/api/v1/health`)).json();
      assertEquals(health.services.database.status, "healthy");
      const page = await fetch(host.url, { headers: { accept: "text/html" } });
      assertMatch(await page.text(), /<script type="module"/);
    });

    await t.step("the database's password is in no argument and no log", async () => {
      const url = await host.read("etc/crypto-ai/database.env");
      const password = /:([0-9a-f]{48})@/.exec(url)?.[1] ?? "";
      assertEquals(password.length, 48);
      for (const line of await commandLines()) assert(!line.includes(password), line);
      for (const path of ["var/log/crypto-ai-deploy.log", "run/stand-in/crypto-ai-web.journal"]) {
        const text = await host.read(path);
        assert(text !== "" && !text.includes(password), path);
      }
    });

    await t.step("a backup is written there and read back", async () => {
      const { code, stdout, stderr } = await endOf(host.task("remote", ["backup", ...way], env));
      assertEquals({ code, stderr }, { code: 0, stderr: "" });
      const path = /^The backup is (\S+\.tar) on stand-in\.example\.$/m.exec(stdout)?.[1] ?? stdout;
      assertEquals((await Deno.stat(path)).mode! & 0o777, 0o600);
    });

    await t.step("stop", async () => {
      const { code, stderr } = await endOf(host.task("remote", ["stop", ...way], env));
      assertEquals({ code, stderr }, { code: 0, stderr: "" });
      const journal = await host.read("run/stand-in/crypto-ai-web.journal");
      assertMatch(journal, /Stopping on SIGTERM/);
      const cluster = join(host.root, "var/lib/crypto-ai/postgres/cluster");
      assertEquals(await exists(join(cluster, "postmaster.pid")), false);
    });
  },
});

/**
 * Puts the files of this checkout, as they are now, in place of the small application. Its packages will
 * be a link, which two lines of deno.json have to allow; a copy is 52,000 files.
 */
async function useOwnFiles(host: StandIn): Promise<void> {
  const { path } = host.repository;
  for await (const { name } of Deno.readDir(path)) {
    if (name !== ".git") await Deno.remove(join(path, name), { recursive: true });
  }
  const listed = await git(ROOT, ["ls-files", "--cached", "--others", "--exclude-standard"]);
  for (const name of listed.split("\n").filter((name) => !name.startsWith("tests/"))) {
    await Deno.mkdir(join(path, name, ".."), { recursive: true });
    // A file that was deleted is listed until the deletion is committed.
    await Deno.copyFile(join(ROOT, name), join(path, name)).catch(() => {});
  }
  const packages = join(ROOT, "node_modules");
  const settings = join(path, "deno.json");
  const text = await Deno.readTextFile(settings);
  const linked = text.replace('"nodeModulesDir": "auto"', '"nodeModulesDir": "manual"')
    .replaceAll("--allow-ffi=node_modules", `--allow-ffi=${packages}`);
  assert(linked.includes('"manual"') && linked.includes(`=${packages}`));
  await Deno.writeTextFile(settings, linked);
  await git(path, ["add", "--all"]);
  await git(path, ["commit", "--quiet", "--message", "ours"]);
  // A run of all tests has done this before.
  await buildWebIfStale(() => {});
  await host.preinstall(packages, WEB_FOLDER);
}

/** What other users of the machine can see of every process. */
async function commandLines(): Promise<string[]> {
  const lines: string[] = [];
  for await (const { name } of Deno.readDir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    lines.push(await Deno.readTextFile(`/proc/${name}/cmdline`).catch(() => ""));
  }
  return lines;
}

function exists(path: string): Promise<boolean> {
  return Deno.stat(path).then(() => true, () => false);
}
