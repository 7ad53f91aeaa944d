/**
 * Rules about what terraform would make, judged on its parsed text: no terraform and no provider is needed. Each rule
 * is shown what it refuses as well.
 */
import { assertEquals } from "@std/assert";
import { parseFile, readConfiguration, type TerraformFile } from "./configuration.ts";
import type { Policy, Sample } from "./policy.ts";
import { HOST_POLICIES } from "./policies/hosts.ts";
import { IAM_POLICIES } from "./policies/iam.ts";
import { NETWORK_POLICIES } from "./policies/network.ts";
import { PROVIDER_POLICIES } from "./policies/provider.ts";
import { REFERENCE_POLICIES } from "./policies/references.ts";
import { SECRET_POLICIES } from "./policies/secrets.ts";
import { STORAGE_POLICIES } from "./policies/storage.ts";
import { STRUCTURE_POLICIES } from "./policies/structure.ts";

const POLICIES: readonly Policy[] = [
  ...NETWORK_POLICIES,
  ...STORAGE_POLICIES,
  ...HOST_POLICIES,
  ...IAM_POLICIES,
  ...SECRET_POLICIES,
  ...STRUCTURE_POLICIES,
  ...REFERENCE_POLICIES,
  ...PROVIDER_POLICIES,
];

const configuration = await readConfiguration(new URL("../../terraform/", import.meta.url));

/** The text of one file stands for a file of that name at the root. */
async function parseSample(sample: Sample): Promise<TerraformFile[]> {
  const texts = typeof sample === "string" ? { "sample.tf": sample } : sample;
  return await Promise.all(Object.entries(texts).map(([path, text]) => parseFile(path, text)));
}

Deno.test("the configuration is read: every module has files", () => {
  for (const folder of ["", "config", "policies", "user_data", "single", "scaled", "alarms"]) {
    const prefix = folder === "" ? "main.tf" : `modules/${folder}/`;
    assertEquals(configuration.some(({ path }) => path.startsWith(prefix)), true, prefix);
  }
});

for (const policy of POLICIES) {
  Deno.test(`terraform: ${policy.what}`, () => {
    assertEquals(policy.judge(configuration), []);
  });

  Deno.test(`terraform: it is noticed where not: ${policy.what}`, async () => {
    for (const sample of policy.refused) {
      const found = policy.judge(await parseSample(sample));
      assertEquals(found.length > 0, true, `not noticed: ${JSON.stringify(sample)}`);
    }
    for (const sample of policy.allowed ?? []) {
      assertEquals(policy.judge(await parseSample(sample)), [], JSON.stringify(sample));
    }
  });
}
