import { assertEquals } from "@std/assert";
import { loadConfig } from "../server/config.ts";
import { VARIABLES } from "../server/config_variables.ts";
import { parseEnvFile } from "../server/env_file.ts";

const ROOT = new URL("../", import.meta.url);
const EXAMPLES = ["local-env.example", "aws-env.example"];

async function readText(path: string): Promise<string> {
  return await Deno.readTextFile(new URL(path, ROOT));
}

for (const name of EXAMPLES) {
  Deno.test(`${name} documents every setting, and no other`, async () => {
    const named = [...(await readText(name)).matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map(([, it]) =>
      it
    );
    assertEquals(named.toSorted(), Object.keys(VARIABLES).toSorted());
  });

  Deno.test(`${name} can be used as it is`, async () => {
    const config = loadConfig(parseEnvFile(await readText(name), name), Date.UTC(2026, 0, 1));
    assertEquals(config.environment, name.startsWith("aws") ? "production" : "local");
    assertEquals(config.apiKeyRequired, name.startsWith("aws"));
  });
}

Deno.test("the README's tasks are those of deno.json", async () => {
  const { tasks } = JSON.parse(await readText("deno.json"));
  const listed = [...(await readText("README.md")).matchAll(/^\| `([a-z]+)/gm)].map(([, it]) => it);
  assertEquals(listed.toSorted(), Object.keys(tasks).toSorted());
});

Deno.test("links between documents lead to files that are there", async () => {
  const missing: string[] = [];
  for (const name of ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"]) {
    for (const [, target] of (await readText(name)).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)) {
      if (/^[a-z]+:/.test(target as string)) continue;
      const found = await Deno.stat(new URL(target as string, ROOT)).then(() => true, () => false);
      if (!found) missing.push(`${name}: ${target}`);
    }
  }
  assertEquals(missing, []);
});
