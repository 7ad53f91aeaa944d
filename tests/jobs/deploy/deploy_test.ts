/**
 * The whole of a deployment, on a stand-in host: a folder, our own scripts run by bash, a service manager
 * that really starts and stops programs, a small application in the place of ours.
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { endOf, makeStandIn, ON_LINUX, type StandIn } from "./stand_in_host.ts";

const local = (host: StandIn) => ["--via", "local", "--root", host.root];

async function deployLocally(host: StandIn, ...args: string[]) {
  return await endOf(host.task("deploy", [...local(host), ...args]));
}

/** What the application answers now. */
async function served(host: StandIn): Promise<string> {
  return await fetch(host.url).then((response) => response.text(), () => "nothing");
}

async function currentRelease(host: StandIn): Promise<string> {
  const link = await Deno.readLink(join(host.root, "opt/crypto-ai/current"));
  return link.split("/").at(-1)!;
}

Deno.test(
  "a release is shipped, replaced by the next, and survives those that fail",
  ON_LINUX,
  async (t) => {
    await using host = await makeStandIn();
    const first = await host.repository.commit({ name: "one" });
    await t.step("the first one", () => deployFirst(host, first));
    const second = await host.repository.commit({ name: "two" });
    await t.step("the second one, with which the oldest of more than five go", async () => {
      await deploySecond(host, [first, second]);
    });
    await t.step("one that does not become ready: the one before serves again", async () => {
      await deployUnready(host, second);
    });
    await t.step("one that crashes: it is not waited for until the time is up", async () => {
      await deployCrashing(host, second);
    });
    await t.step("one whose migration fails: nothing is switched", async () => {
      await deployUnmigrated(host, second);
    });
    await t.step("back to the release before by hand, and to one by its name", async () => {
      await rollBackByHand(host, [first, second]);
    });
    await t.step("files that differ from the commit are refused", async () => {
      await Deno.writeTextFile(join(host.repository.path, "server/version.ts"), "changed");
      const { code, stderr } = await deployLocally(host);
      assertEquals(code, 1);
      assertStringIncludes(stderr, "Files differ from the last commit: server/version.ts.");
    });
  },
);

async function deployFirst(host: StandIn, first: string): Promise<void> {
  const { code, stdout, stderr } = await deployLocally(host);
  assertEquals({ code, stderr }, { code: 0, stderr: "" }, stdout);
  assertMatch(stdout, new RegExp(`Release ${RegExp.escape(first)} serves on this machine\\.\n$`));
  assertEquals(await served(host), "built one");
  assertEquals(await currentRelease(host), first);
  assertEquals(await host.read("var/lib/crypto-ai/migrated"), "one\n");
  assertEquals(await host.list("opt/crypto-ai/incoming"), [], "nothing is left behind there");
  const here = Deno.readDir(join(host.repository.path, "data/releases"));
  assertEquals(await Array.fromAsync(here, (entry) => entry.name), [], "nor here");
}

async function deploySecond(host: StandIn, releases: readonly string[]): Promise<void> {
  const old = ["0.0.1+a", "0.0.2+b", "0.0.3+c", "0.0.4+d"];
  const folders = old.map((name) => join(host.root, "opt/crypto-ai/releases", name));
  for (const [index, folder] of folders.entries()) {
    await Deno.mkdir(folder);
    await Deno.utime(folder, 1000 + index, 1000 + index);
  }
  const { code, stdout } = await deployLocally(host);
  assertEquals(code, 0);
  assertStringIncludes(stdout, "Removing release 0.0.1+a.");
  assertEquals(await served(host), "built two");
  const kept = [...old.slice(1), ...releases].sort();
  assertEquals(await host.list("opt/crypto-ai/releases"), kept);
  for (const folder of folders.slice(1)) await Deno.remove(folder);
}

async function deployUnready(host: StandIn, second: string): Promise<void> {
  const bad = await host.repository.commit({ name: "bad", unreadyBecause: "The pool is dry." });
  const env = { CRYPTO_AI_READY_SECONDS: "2" };
  const { code, stdout, stderr } = await endOf(host.task("deploy", local(host), env));
  assertEquals({ code, stderr }, {
    code: 1,
    stderr:
      `${bad} did not become ready in 2 s: it says "The pool is dry". Rolled back to ${second}, ` +
      "which serves again.\n",
  });
  assertMatch(stdout, /Listening on/, "the last words of the failed release are shown");
  assertEquals(await served(host), "built two");
  assertEquals(await currentRelease(host), second);
}

async function deployCrashing(host: StandIn, second: string): Promise<void> {
  const bad = await host.repository.commit({ name: "crashing", crashes: true });
  const { code, stdout, stderr } = await endOf(
    host.task("deploy", local(host), { CRYPTO_AI_READY_SECONDS: "600" }),
  );
  assertEquals(code, 1);
  assertMatch(
    stderr,
    /did not become ready in \d+ s: it was started again and again, and ended each/,
  );
  assert(stderr.startsWith(bad));
  assert(stderr.endsWith(`Rolled back to ${second}, which serves again.\n`), stderr);
  assertMatch(stdout, /It crashes\./);
}

async function deployUnmigrated(host: StandIn, second: string): Promise<void> {
  const bad = await host.repository.commit({ name: "worse", migrationError: "Column a is there." });
  const calls = await host.read("run/stand-in/calls");
  const { code, stderr } = await deployLocally(host);
  assertEquals({ code, stderr }, {
    code: 1,
    stderr:
      `The migration of ${bad} failed: Column a is there. Nothing was switched; ${second} goes on.\n`,
  });
  assertEquals(await served(host), "built two");
  const since = (await host.read("run/stand-in/calls")).slice(calls.length);
  assert(!since.includes("start"), `no unit was touched: ${since}`);
}

async function rollBackByHand(host: StandIn, [first, second]: readonly string[]): Promise<void> {
  assertEquals((await deployLocally(host, "--rollback", first!)).code, 0);
  assertEquals(await served(host), "built one");
  const { code, stderr } = await deployLocally(host, "--rollback");
  assertEquals({ code, stderr }, {
    code: 1,
    stderr: `There is no release before ${first} on the host.\n`,
  });
  assertEquals((await deployLocally(host, "--rollback", second!)).code, 0);
  assertEquals((await deployLocally(host, "--rollback")).code, 0);
  assertEquals(await served(host), "built one");
}

Deno.test("an archive can be built alone, and has its checksum", ON_LINUX, async () => {
  await using host = await makeStandIn();
  const name = await host.repository.commit({ name: "one" });
  const { code, stdout, stderr } = await endOf(host.task("deploy", ["--build-only"]));
  assertEquals({ code, stderr }, { code: 0, stderr: "" }, stdout);
  const folder = join(host.repository.path, "data/releases");
  const bytes = await Deno.readFile(join(folder, `${name}.tar.gz`));
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
  assertEquals(
    await Deno.readTextFile(join(folder, `${name}.tar.gz.sha256`)),
    `${sum}  release.tar.gz\n`,
  );
});

Deno.test(
  "a first release that does not become ready leaves nothing running",
  ON_LINUX,
  async () => {
    await using host = await makeStandIn();
    const bad = await host.repository.commit({ name: "bad", unreadyBecause: "No." });
    const env = { CRYPTO_AI_READY_SECONDS: "1" };
    const { code, stderr } = await endOf(host.task("deploy", local(host), env));
    assertEquals({ code, stderr }, {
      code: 1,
      stderr:
        `${bad} did not become ready in 1 s: it says "No". There is no release to go back to; the ` +
        "services are stopped.\n",
    });
    assertEquals(await served(host), "nothing");
    const status = await endOf(host.task("remote", ["status", ...local(host)]));
    assertEquals({ code: status.code, stderr: status.stderr }, {
      code: 1,
      stderr: "There is no release on the host yet: run deno task deploy first.\n",
    });
  },
);
