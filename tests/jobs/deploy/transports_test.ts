/** Deployments over the three ways to a host, and what goes wrong on the way; see deploy_test.ts. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { basename, join } from "@std/path";
import { parseBackupName } from "../../../jobs/backup/backup_name.ts";
import {
  type Ended,
  endOf,
  makeStandIn,
  ON_LINUX,
  type StandIn,
  waitForFile,
} from "./stand_in_host.ts";

const SSH = ["--via", "ssh", "--host", "stand-in.example"];
const SSM = ["--via", "ssm", "--instance-id", "i-0123456789abcdef0", "--region", "eu-central-1"];

async function deployTo(host: StandIn, way: readonly string[], env = {}): Promise<Ended> {
  return await endOf(host.task("deploy", [...way, "--root", host.root], env));
}

async function served(host: StandIn): Promise<string> {
  return await fetch(host.url).then((response) => response.text(), () => "nothing");
}

/** The commands that a dry run printed; those of several lines are told apart by where they end. */
function printedCommands(stdout: string): string[] {
  const commands: string[] = [];
  const lines = stdout.split("\n").filter((line) => line !== "" && !line.startsWith("# "));
  while (lines.length > 0) {
    const isLong = lines[0]!.endsWith("<<'SCRIPT'");
    const end = isLong ? lines.indexOf("SCRIPT") + 1 : 1;
    commands.push(lines.splice(0, end).join("\n"));
  }
  return commands;
}

/** What only asks; a dry run does so too. */
const ASKS = /^git (status|rev-parse|show) /;

Deno.test(
  "a dry run runs nothing and prints, word by word, what a real run over SSH runs",
  ON_LINUX,
  async (t) => {
    await using host = await makeStandIn();
    await host.repository.commit({ name: "one" });
    const dry = await endOf(host.task("deploy", [...SSH, "--root", host.root, "--dry-run"]));
    assertEquals({ code: dry.code, stderr: dry.stderr }, { code: 0, stderr: "" });
    assertEquals((await host.recorder.commands()).filter((line) => !ASKS.test(line)), []);
    assertEquals(await host.list("opt").catch(() => "no folder"), "no folder");
    const asked = (await host.recorder.commands()).length;

    const real = await deployTo(host, SSH);
    assertEquals(real.code, 0, real.stderr);
    assertEquals(await served(host), "built one");
    const run = (await host.recorder.commands()).slice(asked).filter((line) => !ASKS.test(line));
    // What a shell would redirect is no argument.
    const printed = printedCommands(dry.stdout).map((line) => line.replace(/ < data\S+$/, ""));
    assertEquals(printed, run);
    assert(run.length > 8, "and that is not nothing");
    await controlFromAfar(t, host);
  },
);

Deno.test(
  "over Systems Manager the archive goes in parts, and an answer comes back",
  ON_LINUX,
  async () => {
    await using host = await makeStandIn();
    const name = await host.repository.commit({ name: "one" });
    const { code, stdout, stderr } = await deployTo(host, SSM);
    assertEquals({ code, stderr }, { code: 0, stderr: "" }, stdout);
    assertStringIncludes(stdout, `Release ${name} serves on i-0123456789abcdef0.`);
    assertEquals(await served(host), "built one");
    const parts = (await host.recorder.commands()).filter((line) => line.includes("part-"));
    assert(parts.length >= 3, `${parts.length} parts`);

    const failed = await endOf(
      host.task("deploy", ["--rollback", "9.9.9+none", ...SSM, "--root", host.root]),
    );
    assertEquals({ code: failed.code, stderr: failed.stderr }, {
      code: 1,
      stderr: "Release 9.9.9+none is not on this host.\n",
    });
  },
);

Deno.test(
  "what is damaged or cut off on the way changes nothing on the host",
  ON_LINUX,
  async (t) => {
    await using host = await makeStandIn();
    const first = await host.repository.commit({ name: "one" });
    assertEquals((await deployTo(host, SSH)).code, 0);
    const second = await host.repository.commit({ name: "two" });
    const assertUnchanged = async () => {
      assertEquals(await served(host), "built one");
      assertEquals(await host.list("opt/crypto-ai/releases"), [first]);
    };

    await t.step("an archive with another checksum", async () => {
      const { code, stderr } = await deployTo(host, SSH, { STAND_IN_CORRUPTS: "1" });
      assertEquals({ code, stderr }, {
        code: 1,
        stderr:
          `The archive of ${second} arrived with another checksum. Nothing was changed; deploy again.\n`,
      });
      await assertUnchanged();
    });

    await t.step("a workstation that goes off while it ships", async () => {
      const cutOff = join(host.root, "cut-off");
      const child = host.task("deploy", [...SSH, "--root", host.root], {
        STAND_IN_CUTS_OFF: cutOff,
      });
      const ended = endOf(child);
      await waitForFile(cutOff);
      child.kill("SIGKILL");
      Deno.kill(Number(await Deno.readTextFile(cutOff)), "SIGKILL");
      await ended;
      assertEquals(await host.list(`opt/crypto-ai/incoming/${second}`), ["release.tar.gz.partial"]);
      await assertUnchanged();
    });

    await t.step("and the next try goes through", async () => {
      assertEquals((await deployTo(host, SSH)).code, 0);
      assertEquals(await served(host), "built two");
      assertEquals(await host.list("opt/crypto-ai/incoming"), []);
    });
  },
);

Deno.test(
  "of two deployments at once the second is refused and the first goes on",
  ON_LINUX,
  async () => {
    await using host = await makeStandIn();
    await host.repository.commit({ name: "slow", waits: true });
    const first = deployTo(host, SSH);
    await waitForFile(join(host.root, "var/lib/crypto-ai/migrated"));
    const second = await deployTo(host, SSH);
    assertEquals(second.code, 1);
    assertMatch(
      second.stderr,
      /^Another deploy, or a restart, is under way on this host \(process \d+, since .*\)\. Try again/,
    );
    await Deno.writeTextFile(join(host.root, "var/lib/crypto-ai/go"), "");
    const { code, stderr } = await first;
    assertEquals({ code, stderr }, { code: 0, stderr: "" });
    assertEquals(await served(host), "built slow");
  },
);

async function controlFromAfar(t: Deno.TestContext, host: StandIn): Promise<void> {
  const [name] = await host.list("opt/crypto-ai/releases");
  const remote = (...args: string[]) =>
    endOf(host.task("remote", [...args, ...SSH, "--root", host.root]));

  await t.step("status", async () => {
    const { code, stdout } = await remote("status");
    assertEquals(code, 0);
    assertStringIncludes(stdout, `release    ${name}, healthy: ${name}\n`);
    assertStringIncludes(stdout, "unit       crypto-ai-web: active, enabled\n");
    assertStringIncludes(stdout, "unit       crypto-ai-worker: inactive, disabled\n");
    assertMatch(stdout, /^disk .*%$/m);
    assertMatch(stdout, /^memory {5}MemAvailable: \d+ MiB$/m);
    assertMatch(stdout, /^health {5}ready$/m);
  });

  await t.step("stop, and a status that says so", async () => {
    assertEquals((await remote("stop")).code, 0);
    assertEquals(await served(host), "nothing");
    const { code, stdout } = await remote("status");
    assertEquals(code, 1);
    assertStringIncludes(stdout, "health     not ready: it does not answer.\n");
  });

  await t.step("start, restart", async () => {
    assertEquals((await remote("start")).code, 0);
    const pid = await host.read("run/stand-in/crypto-ai-web.pid");
    assertEquals((await remote("restart")).stdout, `Release ${name} serves.\n`);
    assert(pid !== await host.read("run/stand-in/crypto-ai-web.pid"), "another process");
    assertEquals(await served(host), "built one");
  });

  await t.step("logs", async () => {
    assertMatch((await remote("logs", "--lines", "1")).stdout, /^Listening on http:.*\n$/);
    assertMatch((await remote("logs", "--unit", "deploy")).stdout, /Switching to/);
  });

  await t.step("backup, fetched", async () => {
    const { code, stdout } = await remote("backup", "--fetch");
    assertEquals(code, 0);
    const file = /, and (data\/backups\/crypto-ai-[\dT-]+Z\.tar) here\.\n$/.exec(stdout)
      ?.[1];
    assertEquals(
      await Deno.readTextFile(join(host.repository.path, file ?? stdout)),
      "backup of one",
    );
    assert(parseBackupName(basename(file!)) !== null, "a name like those of the schedule");
  });
}
