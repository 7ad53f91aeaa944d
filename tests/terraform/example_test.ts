import { assertEquals } from "@std/assert";
import { blocksOf, listFiles, parseFile, readConfiguration } from "./configuration.ts";
import { findSecrets } from "./policies/secrets.ts";

const ROOT = new URL("../../terraform/", import.meta.url);
const EXAMPLE = "terraform.tfvars.example";

const variables = blocksOf(await readConfiguration(ROOT), "variable").filter(({ path }) =>
  !path.includes("/")
);
const example = await Deno.readTextFile(new URL(EXAMPLE, ROOT));
const asked = Object.keys((await parseFile(EXAMPLE, example)).body);
const shown = Object.keys(
  (await parseFile(EXAMPLE, example.replaceAll(/^#(?=\w+ *=)/gm, ""))).body,
);

Deno.test("terraform.tfvars.example sets every variable that has no default", () => {
  const required = variables.filter(({ body }) => !("default" in body)).map(({ name }) => name);
  assertEquals(required.filter((name) => !asked.includes(name)), []);
  assertEquals(required.length > 0, true);
});

Deno.test("terraform.tfvars.example shows every variable, and no other", () => {
  assertEquals(shown.toSorted(), variables.map(({ name }) => name).toSorted());
});

Deno.test("no file beside the configuration looks like it holds a secret", async () => {
  const found: string[] = [];
  for (const path of await listFiles(ROOT, /./)) {
    const text = await Deno.readTextFile(new URL(path, ROOT));
    found.push(...findSecrets(text).map((it) => `${path}: ${it.slice(0, 6)}...`));
  }
  assertEquals(found, []);
});

Deno.test("git keeps no state and no values of one's own", async () => {
  const ignored = (await Deno.readTextFile(new URL("../../.gitignore", import.meta.url))).split(
    "\n",
  );
  for (const name of [".terraform/", "*.tfstate", "*.tfstate.*", "terraform.tfvars"]) {
    assertEquals(ignored.includes(name), true, name);
  }
});
