import { assert, assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import type { Deployment } from "kubernetes-types/apps/v1";
import type { PodSpec } from "kubernetes-types/core/v1";
import type { NetworkPolicy } from "kubernetes-types/networking/v1";
import { parseEnvFile } from "../../server/env_file.ts";
import { loadConfig } from "../../server/config.ts";
import { VARIABLES } from "../../server/config_variables.ts";
import { FOLDER, type Manifest, readKustomization, readManifests } from "./kubernetes.ts";

const CONFIG = fromFileUrl(new URL("../../deno.json", import.meta.url));
const manifests = await readManifests();
const kustomization = await readKustomization();
const settings = parseEnvFile(
  await Deno.readTextFile(new URL("settings.env", FOLDER)),
  "settings.env",
);

/** Where `kubernetes-types` has the type of a kind. */
const MODULES: Readonly<Record<string, string>> = {
  "v1": "core/v1",
  "apps/v1": "apps/v1",
  "policy/v1": "policy/v1",
  "autoscaling/v2": "autoscaling/v2",
  "networking.k8s.io/v1": "networking/v1",
};

/** A program that holds only if each manifest is of the type of its kind, with no word too many. */
function typedProgram(all: readonly Manifest[]): string {
  return all.map((manifest, index) =>
    `import type { ${manifest.kind} as Kind${index} } from "kubernetes-types/${
      MODULES[manifest.apiVersion]
    }";\nexport const manifest${index}: Kind${index} = ${JSON.stringify(manifest)};\n`
  ).join("");
}

async function checkTypes(programs: readonly string[]): Promise<string[]> {
  const dir = await Deno.makeTempDir();
  try {
    const paths = programs.map((_, index) => `${dir}/manifests_${index}.ts`);
    await Promise.all(programs.map((text, index) => Deno.writeTextFile(paths[index]!, text)));
    return await Promise.all(paths.map(async (path) => {
      const { code, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["check", "--quiet", `--config=${CONFIG}`, path],
        env: { NO_COLOR: "1" },
      }).output();
      return code === 0 ? "" : new TextDecoder().decode(stderr);
    }));
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("each manifest is what the Kubernetes API takes, with no word that it does not know", async () => {
  const web = manifests.find((one) => one.kind === "Deployment") as Manifest;
  const misspelt = JSON.parse(
    JSON.stringify(web).replace("readOnlyRootFilesystem", "readOnlyRoot"),
  );
  const [problem, noticed] = await checkTypes([typedProgram(manifests), typedProgram([misspelt])]);
  assertEquals(problem, "");
  assert(noticed?.includes("readOnlyRoot"), "a misspelt word is noticed");
});

const deployments = manifests.filter((one) => one.kind === "Deployment") as unknown as Deployment[];

function podOf(deployment: Deployment): PodSpec {
  return deployment.spec?.template.spec as PodSpec;
}

Deno.test("every pod runs as nobody in particular, in a system that it cannot change", () => {
  assertEquals(deployments.map((one) => one.metadata?.name), ["web", "worker"]);
  for (const deployment of deployments) {
    const pod = podOf(deployment);
    assertEquals(pod.automountServiceAccountToken, false);
    assertEquals(pod.securityContext?.runAsNonRoot, true);
    assertEquals(pod.securityContext?.runAsUser, 10001);
    assertEquals(pod.securityContext?.seccompProfile, { type: "RuntimeDefault" });
    assertEquals([pod.hostNetwork, pod.hostPID, pod.hostIPC], [undefined, undefined, undefined]);
    for (const container of pod.containers) {
      assertEquals(container.securityContext, {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
      assert(container.resources?.limits?.memory && container.resources.requests?.cpu);
      assertEquals(container.volumeMounts?.map((one) => one.mountPath), [
        settings.DATA_DIR,
        "/tmp",
      ]);
      assert(pod.volumes?.every((volume) => volume.emptyDir?.sizeLimit), "volumes have a limit");
    }
  }
});

Deno.test("the server's probes ask what they should, and give a migration ten minutes", () => {
  const [web] = podOf(deployments[0]!).containers;
  assertEquals(web?.startupProbe?.httpGet?.path, "/api/v1/health/live");
  assertEquals(web?.livenessProbe?.httpGet?.path, "/api/v1/health/live");
  assertEquals(web?.readinessProbe?.httpGet?.path, "/api/v1/health/ready");
  const { periodSeconds = 0, failureThreshold = 0 } = web?.startupProbe ?? {};
  assert(periodSeconds * failureThreshold >= 600);
  // The way out takes ten seconds, after those in which nobody sends requests any more.
  const pause = Number(web?.lifecycle?.preStop?.exec?.command?.at(-1));
  assert((podOf(deployments[0]!).terminationGracePeriodSeconds ?? 0) >= pause + 10);
});

Deno.test("selectors, ports and names meet", () => {
  const byKind = (kind: string) => manifests.find((one) => one.kind === kind)?.spec ?? {};
  const labels = deployments[0]!.spec?.template.metadata?.labels;
  assertEquals(byKind("Service").selector, labels);
  assertEquals(deployments[0]!.spec?.selector.matchLabels, labels);
  assertEquals(byKind("PodDisruptionBudget").selector, { matchLabels: labels });
  assertEquals((byKind("HorizontalPodAutoscaler").scaleTargetRef as { name: string }).name, "web");
  assertEquals(deployments[0]!.spec?.replicas, undefined, "the autoscaler says how many");
  const port = podOf(deployments[0]!).containers[0]?.ports?.[0];
  assertEquals([port?.name, String(port?.containerPort)], ["http", settings.API_PORT]);
  assertEquals(
    kustomization.images.map((one) => one.name),
    [...new Set(deployments.flatMap((one) => podOf(one).containers.map((it) => it.image)))],
  );
});

Deno.test("all traffic is refused but for what a policy names", () => {
  const policies = manifests.filter((one) =>
    one.kind === "NetworkPolicy"
  ) as unknown as NetworkPolicy[];
  const [nothing, ...others] = policies.map((one) => one.spec);
  assertEquals(nothing, { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  const open = others.flatMap((spec) => spec?.egress ?? []).flatMap((rule) => rule.to ?? [])
    .filter((to) => to.ipBlock?.cidr === "0.0.0.0/0");
  assertEquals(open.length, 1);
  assert(open[0]?.ipBlock?.except?.includes("169.254.0.0/16"), "no secrets of the cloud's machine");
  for (const rule of others.flatMap((spec) => [...spec?.egress ?? [], ...spec?.ingress ?? []])) {
    assert((rule.ports?.length ?? 0) > 0, "each rule names its ports");
  }
});

Deno.test("settings are known and can be used, secrets are not among them", async () => {
  const secrets = parseEnvFile(
    await Deno.readTextFile(new URL("secret.env.example", FOLDER)),
    "secret.env.example",
  );
  const unknown = Object.keys({ ...settings, ...secrets }).filter((key) =>
    !Object.hasOwn(VARIABLES, key)
  );
  assertEquals(unknown, []);
  assertEquals(Object.values(secrets).filter((value) => value !== ""), []);
  assertEquals(Object.keys(settings).filter((key) => Object.hasOwn(secrets, key)), []);
  const config = loadConfig({ ...settings, DATABASE_URL: "postgresql://a:b@db:5432/c" });
  assertEquals([config.environment, config.apiHost], ["production", "0.0.0.0"]);
});
