/** What deploy puts on a host: units, log rotation, the agent's settings, the installer. */
import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { z } from "zod";
import { VARIABLES } from "../../../server/config_variables.ts";
import { ON_LINUX } from "./stand_in_host.ts";
import { parseUnitFile } from "./unit_file.ts";

const ROOT = fromFileUrl(new URL("../../../", import.meta.url));
const SCRIPTS = join(ROOT, "terraform/scripts");
const UNITS = ["crypto-ai-postgres", "crypto-ai-web", "crypto-ai-worker"];
/** The only folders that a service may write to. */
const WRITABLE = ["/var/lib/crypto-ai", "/var/log/crypto-ai"];

const hasSystemd = await hasProgram("systemd-analyze");
const hasLogrotate = await hasProgram("logrotate");
if (!hasSystemd) {
  console.log("skipped: systemd's own checks need systemd-analyze, which is not here");
}
if (!hasLogrotate) {
  console.log("skipped: a check of its settings needs logrotate, which is not here");
}

const unitPath = (name: string) => join(SCRIPTS, "units", `${name}.service`);

async function readUnit(name: string) {
  const unit = parseUnitFile(await Deno.readTextFile(unitPath(name)));
  const { Service: service = {} } = unit;
  return { unit, service, one: (key: string) => service[key]?.join(" ") ?? "" };
}

Deno.test("the reader of units refuses what is none", () => {
  assertEquals(parseUnitFile("# x\n[Unit]\nAfter=a\nAfter=b\n"), { Unit: { After: ["a", "b"] } });
  for (const bad of ["After=a", "[Unit]\nafter", "[Unit]\n After=a"]) {
    assertThrows(() => parseUnitFile(bad), Error, "is no line of a unit");
  }
});

for (const name of UNITS) {
  Deno.test(`${name} runs without privileges, in a system that it cannot change`, async () => {
    const { service, one } = await readUnit(name);
    assertEquals([one("User"), one("Group")], ["crypto-ai", "crypto-ai"]);
    const expected = {
      NoNewPrivileges: "yes",
      CapabilityBoundingSet: "",
      AmbientCapabilities: "",
      ProtectSystem: "strict",
      ProtectHome: "yes",
      PrivateTmp: "yes",
      PrivateDevices: "yes",
      ProtectKernelTunables: "yes",
      ProtectKernelModules: "yes",
      ProtectControlGroups: "yes",
      ProtectProc: "invisible",
      RestrictNamespaces: "yes",
      RestrictRealtime: "yes",
      RestrictSUIDSGID: "yes",
      LockPersonality: "yes",
      RestrictAddressFamilies: "AF_UNIX AF_INET AF_INET6",
      SystemCallArchitectures: "native",
      SystemCallFilter: "@system-service ~@privileged",
      Restart: "always",
    };
    const found = Object.fromEntries(Object.keys(expected).map((key) => [key, one(key)]));
    assertEquals(found, expected);
    assert(
      service.CapabilityBoundingSet !== undefined,
      "empty, which is none; absent would be all",
    );
    for (const path of one("ReadWritePaths").split(" ")) assert(WRITABLE.includes(path), path);
    assertMatch(one("MemoryMax"), /^\d+%$/);
    assertMatch(one("TasksMax"), /^\d+$/);
    // V8 makes machine code at run time; PostgreSQL with jit off does not.
    assertEquals(one("MemoryDenyWriteExecute"), name === "crypto-ai-postgres" ? "yes" : "");
  });

  Deno.test(`${name} holds no secret, and hands none over as an argument`, async () => {
    const { service } = await readUnit(name);
    const secrets = Object.entries(VARIABLES).filter(([, it]) => it.secret).map(([it]) => it);
    const text = JSON.stringify(service);
    for (const secret of [...secrets, "DATABASE_URL", "PGPASSWORD"]) {
      assert(!text.includes(secret), secret);
    }
  });

  Deno.test({
    name: `${name} passes systemd's own checks`,
    ignore: !hasSystemd,
    async fn() {
      const verified = await run("systemd-analyze", ["verify", "--man=no", unitPath(name)]);
      assertEquals({ code: verified.code, said: verified.output }, { code: 0, said: "" });
      const judged = await run("systemd-analyze", ["security", "--offline=true", unitPath(name)]);
      const exposure = /Overall exposure level for \S+: ([\d.]+)/.exec(judged.output)?.[1];
      assert(Number(exposure) < 2, judged.output.slice(-200));
    },
  });
}

Deno.test("web and worker run the tasks of the release, with the operator's settings above ours", async () => {
  for (
    const [name, task] of [["crypto-ai-web", "start"], ["crypto-ai-worker", "worker"]] as const
  ) {
    const { unit, service, one } = await readUnit(name);
    assertEquals(
      one("ExecStart"),
      `/usr/bin/bash /opt/crypto-ai/current/terraform/scripts/run_task.sh ${task}`,
    );
    assertEquals(service.EnvironmentFile, ["-/etc/crypto-ai/database.env", "/etc/crypto-ai/env"]);
    assertEquals(one("KillMode"), "mixed", "a second signal would cut the orderly stop short");
    assertMatch(unit.Unit?.After?.join(" ") ?? "", /crypto-ai-postgres\.service/);
    // The application stops by itself within 10 s.
    assert(Number(one("TimeoutStopSec")) > 10);
    assertEquals(unit.Unit?.RequiresMountsFor, ["/var/lib/crypto-ai"]);
  }
});

Deno.test("PostgreSQL runs on the data volume, is reached by this machine only, and stops in order", async () => {
  const { one } = await readUnit("crypto-ai-postgres");
  assertMatch(one("ExecStart"), / -D \/var\/lib\/crypto-ai\/postgres\/cluster$/);
  assertMatch(one("ExecStart"), /flock .*\/var\/lib\/crypto-ai\/database\.lock /);
  assertEquals([one("IPAddressDeny"), one("IPAddressAllow")], ["any", "localhost"]);
  assertEquals(one("KillSignal"), "SIGINT");
});

/** The parts of the agent's schema that we use; nothing beyond them. */
const percentOrCount = z.string().regex(/^[a-z_]+$/);
const agentSettings = z.strictObject({
  agent: z.strictObject({
    metrics_collection_interval: z.int().min(1).max(172_800),
    run_as_user: z.string(),
  }),
  logs: z.strictObject({
    logs_collected: z.strictObject({
      files: z.strictObject({
        collect_list: z.array(z.strictObject({
          file_path: z.string().startsWith("/var/"),
          log_group_name: z.string().regex(/^[\w./#-]{1,512}$/),
          log_stream_name: z.literal("{instance_id}"),
          retention_in_days: z.literal([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365]),
        })).min(1),
      }),
    }),
  }),
  metrics: z.strictObject({
    namespace: z.string().regex(/^[^:].{0,254}$/),
    append_dimensions: z.strictObject({ InstanceId: z.literal("${aws:InstanceId}") }),
    metrics_collected: z.strictObject({
      mem: z.strictObject({ measurement: z.array(percentOrCount).min(1) }),
      swap: z.strictObject({ measurement: z.array(percentOrCount).min(1) }),
      disk: z.strictObject({
        resources: z.array(z.string().startsWith("/")),
        measurement: z.array(percentOrCount).min(1),
        drop_device: z.boolean(),
      }),
    }),
  }),
});

Deno.test("the CloudWatch agent is given logs and measures in its own shape", async () => {
  const text = await Deno.readTextFile(join(SCRIPTS, "cloudwatch_agent.json"));
  const { logs, metrics } = agentSettings.parse(JSON.parse(text));
  const paths = logs.logs_collected.files.collect_list.map((file) => file.file_path);
  for (const [name, file] of [["crypto-ai-web", "app.log"], ["crypto-ai-worker", "worker.log"]]) {
    const { service } = await readUnit(name!);
    assert(service.Environment?.includes(`LOG_FILE=/var/log/crypto-ai/${file}`));
    assert(paths.includes(`/var/log/crypto-ai/${file}`));
  }
  assert(metrics.metrics_collected.disk.resources.includes("/var/lib/crypto-ai"));
});

Deno.test("logrotate leaves alone what the application and PostgreSQL turn over themselves", async () => {
  const text = await Deno.readTextFile(join(SCRIPTS, "crypto-ai.logrotate"));
  const rules = [...text.replaceAll(/^#.*$/gm, "").matchAll(/^(\S+) \{([^}]*)\}/gm)];
  assertEquals(rules.map(([, path]) => path), ["/var/log/crypto-ai-deploy.log"]);
  // Copying and cutting off would lose lines, and a program that goes on would write into the gap.
  assert(!/copytruncate/.test(text));
});

Deno.test({
  name: "logrotate reads its settings",
  ignore: !hasLogrotate,
  async fn() {
    const path = join(SCRIPTS, "crypto-ai.logrotate");
    const { code, output } = await run("logrotate", ["--debug", "--state", "/dev/null", path]);
    assertEquals(code, 0, output);
    assert(!/error/i.test(output), output);
  },
});

async function install(root: string) {
  return await run("bash", [join(SCRIPTS, "install_host.sh")], { CRYPTO_AI_ROOT: root });
}

Deno.test(
  "the installer can be repeated, and never touches the operator's settings",
  ON_LINUX,
  async () => {
    const root = await Deno.makeTempDir();
    const env = join(root, "etc/crypto-ai/env");
    assertEquals((await install(root)).code, 0);
    const first = await Deno.readTextFile(env);
    assertMatch(first, /^ENVIRONMENT=production$/m);
    assertMatch(first, new RegExp(`^DATA_DIR=${root}/var/lib/crypto-ai$`, "m"));
    assertEquals((await Deno.stat(env)).mode! & 0o777, 0o640);

    await Deno.writeTextFile(env, "ADMIN_API_KEY=mine\n");
    const again = await install(root);
    assertEquals({ code: again.code, output: again.output }, { code: 0, output: "" });
    assertEquals(await Deno.readTextFile(env), "ADMIN_API_KEY=mine\n");

    for (
      const [line, complaint] of [
        ["DATA_DIR=/elsewhere", /DATA_DIR in .* is "\/elsewhere"; on this host it has to be/],
        ["DATABASE_URL=", /DATABASE_URL in .* is empty/],
      ] as const
    ) {
      await Deno.writeTextFile(env, `${line}\n`);
      const { code, output } = await install(root);
      assertEquals(code, 1);
      assertMatch(output, complaint);
    }
    await Deno.remove(root, { recursive: true });
  },
);

Deno.test("the host runs the Deno that the tests run", async () => {
  const installer = await Deno.readTextFile(join(SCRIPTS, "install_host.sh"));
  const tested = /deno@(\S+)/.exec(await Deno.readTextFile(join(ROOT, ".ci/run")))?.[1];
  assertEquals(/^DENO_VERSION=(\S+)$/m.exec(installer)?.[1], tested);
});

Deno.test("a task is run with the permissions of deno.json, as the process itself", async () => {
  const { code, output } = await run("bash", [join(SCRIPTS, "run_task.sh"), "exchange", "--help"]);
  assertEquals(code, 0, output);
  assertMatch(output, /Usage: deno task exchange/);
  const worker = await run("bash", [join(SCRIPTS, "run_task.sh"), "worker", "--help"]);
  assertMatch(worker.output, /Usage: deno task worker/, "one that begins with a variable");
  const unknown = await run("bash", [join(SCRIPTS, "run_task.sh"), "no-such-task"]);
  assertEquals(unknown.code, 2);
  assertMatch(unknown.output, /deno\.json has no task "no-such-task"/);
});

async function hasProgram(name: string): Promise<boolean> {
  return (await run("bash", ["-c", `command -v ${name}`])).code === 0;
}

async function run(program: string, args: string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args,
    env: { NO_COLOR: "1", DENO: Deno.execPath(), ...env },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  return { code, output: [text(stdout), text(stderr)].filter((it) => it !== "").join("\n") };
}
