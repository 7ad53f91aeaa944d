/** What terraform makes, and what runs on the hosts that it makes, have to speak of the same things. */
import { assertEquals, assertMatch } from "@std/assert";
import { loadConfig } from "../../server/config.ts";
import { blocksOf, localsOf, readConfiguration } from "./configuration.ts";
import { asObject, type Json, walk } from "./json_value.ts";

const ROOT = new URL("../../", import.meta.url);

/** What expressions of terraform come to, as its own tests show; the last two are of the scaled stage. */
const WORKED_OUT = {
  AWS_REGION: "us-east-1",
  AWS_SNS_TOPIC_ARN: "arn:aws:sns:us-east-1:123456789012:crypto-ai-alerts",
  SECRETS_MANAGER_ARN: "arn:aws:secretsmanager:us-east-1:123456789012:secret:crypto-ai/app-AbCdEf",
  WEB_UI_HOST: "crypto-ai.example.com",
  WEB_UI_PORT: "10443",
  RUN_JOBS: "none",
  TRUSTED_PROXIES: "10.40.0.0/20,10.40.16.0/20",
};

const configuration = await readConfiguration(new URL("terraform/", ROOT));
const locals = new Map(localsOf(configuration));
const agent = JSON.parse(await readText("terraform/scripts/cloudwatch_agent.json"));

async function readText(path: string): Promise<string> {
  return await Deno.readTextFile(new URL(path, ROOT));
}

Deno.test("the log groups are those that the CloudWatch agent writes to, kept as long", () => {
  const written = agent.logs.logs_collected.files.collect_list.map(
    (
      it: { log_group_name: string; retention_in_days: number },
    ) => [it.log_group_name, it.retention_in_days],
  );
  assertEquals(locals.get("log_group_days"), Object.fromEntries(written));
});

Deno.test("alarms on a host's own measurements are on what the agent sends", () => {
  const { namespace, metrics_collected: collected, append_dimensions } = agent.metrics;
  const own = Object.values(asObject(locals.get("single_alarms"))).map(asObject)
    .filter((it) => !String(it.namespace).startsWith("AWS/"));
  assertEquals(own.map((it) => it.namespace), own.map(() => namespace));
  const sent = [
    ...collected.mem.measurement,
    ...collected.disk.measurement.map((name: string) =>
      name.startsWith("disk_") ? name : `disk_${name}`
    ),
  ];
  assertEquals(own.filter((it) => !sent.includes(it.metric)), []);
  assertEquals(own.length > 0, true);
  assertEquals(Object.keys(append_dimensions), ["InstanceId"]);
});

Deno.test("the alarm on the data volume names it as the agent does", async () => {
  const [module] = blocksOf(configuration, "module").filter(({ path }) =>
    path === "modules/single/alarms.tf"
  );
  const { path, fstype, InstanceId, ...others } = asObject(
    asObject(module!.body.dimensions).data_disk,
  );
  assertEquals(Object.keys(others), []);
  assertEquals(InstanceId, "${aws_instance.host.id}");
  assertEquals(agent.metrics.metrics_collected.disk.resources.includes(path), true);
  // With the device, which differs from host to host, the dimensions would be others.
  assertEquals(agent.metrics.metrics_collected.disk.drop_device, true);
  assertMatch(
    await readText("terraform/modules/user_data/prepare_host.sh"),
    new RegExp(`mkfs\\.${fstype} "`),
  );
});

Deno.test("first boot and releases agree on places, and on the service user", async () => {
  const paths = await readText("terraform/scripts/host_paths.sh");
  const boot = await readText("terraform/modules/user_data/prepare_host.sh");
  const settings = asObject(locals.get("settings"));
  for (
    const place of [
      String(settings.DATA_DIR),
      "/etc/crypto-ai",
      "/var/log/crypto-ai",
      "/opt/crypto-ai",
    ]
  ) {
    assertEquals(paths.includes(`$ROOT${place}"`), true, `host_paths.sh: ${place}`);
    assertEquals(boot.includes(place), true, `prepare_host.sh: ${place}`);
  }
  for (const text of [paths, boot]) assertMatch(text, /^\s*SERVICE_USER=crypto-ai$/m);
});

Deno.test("hosts of a group ask a release for what it can do", async () => {
  const fetch = await readText("terraform/modules/user_data/fetch_release.sh");
  const release = await readText("terraform/scripts/release.sh");
  const asked = [...fetch.matchAll(/release\.sh" (\w+)/g)].map(([, verb]) => verb);
  assertEquals(asked, ["install", "activate"]);
  for (const verb of asked) assertMatch(release, new RegExp(`^    ${verb}\\) `, "m"));
  const units = [...walk(locals.get("instance_groups") as Json)].map(([, it]) => String(it)).join();
  for (const group of units.match(/\b(?:web|worker)\b/g) ?? []) {
    assertEquals(
      (await readText(`terraform/scripts/units/crypto-ai-${group}.service`)).length > 0,
      true,
    );
  }
});

Deno.test("deploy asks for outputs that there are", async () => {
  const source = await readText("jobs/deploy/find_host.ts");
  const asked = [...source.matchAll(/\bpick\(a[^"]*, "(\w+)"/g)].map(([, it]) => it as string);
  const outputs = blocksOf(configuration, "output").filter(({ path }) => path === "outputs.tf").map(
    ({ name }) => name,
  );
  assertEquals(asked.includes("instance_id"), true);
  assertEquals(asked.filter((name) => !outputs.includes(name)), []);
});

Deno.test("settings that terraform writes are ones that the program takes", async () => {
  const main = await readText("terraform/main.tf");
  const places = [...main.matchAll(/^ {4}([A-Z_]+) +=/gm)].map(([, name]) => [name, "${}"]);
  assertEquals(places.length, 3);
  const written = { ...asObject(locals.get("settings")), ...Object.fromEntries(places) };
  const literal = Object.entries(written).filter(([, it]) => !String(it).startsWith("${"));
  const env = {
    ...Object.fromEntries(literal.map(([name, it]) => [name, String(it)])),
    ...WORKED_OUT,
  };
  const expressions = Object.keys(written).filter((name) => !literal.some(([it]) => it === name));
  assertEquals(
    expressions.toSorted(),
    Object.keys(WORKED_OUT).toSorted().filter((it) => it in written),
  );
  const { environment, face } = loadConfig(env, Date.UTC(2026, 0, 1));
  assertEquals({ environment, port: face?.port }, { environment: "production", port: 10443 });
});
