/**
 * What terraform itself says, where there is one: the form of the files, and the tests of the modules that decide, which
 * need no provider. Where the provider is downloaded (`terraform init` in terraform/), the whole configuration as well.
 */
import { assertEquals } from "@std/assert";
import { listFiles } from "./configuration.ts";

const ROOT = new URL("../../terraform/", import.meta.url);
const DECIDING = ["config", "policies", "user_data"];

const program = await findProgram();
const hasProvider = await Deno.stat(new URL(".terraform/providers", ROOT)).then(
  () => true,
  () => false,
);
const noProgram = program === null ? " (skipped: no terraform on this machine)" : "";
const noProvider = noProgram ||
  (hasProvider ? "" : " (skipped: terraform init has downloaded no provider)");

async function findProgram(): Promise<string | null> {
  for (const folder of (Deno.env.get("PATH") ?? "").split(":")) {
    const path = `${folder}/terraform`;
    if (await Deno.stat(path).then((it) => it.isFile, () => false)) return path;
  }
  return null;
}

/** Runs terraform in a folder; it asks nobody about newer versions. */
async function run(
  folder: URL | string,
  ...args: string[]
): Promise<{ success: boolean; output: string }> {
  const { success, stdout, stderr } = await new Deno.Command(program as string, {
    args,
    cwd: folder,
    env: {
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
      TF_CLI_CONFIG_FILE: "/dev/null",
      TF_CLI_ARGS: "",
    },
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { success, output: text(stdout) + text(stderr) };
}

async function expectSuccess(folder: URL | string, ...args: string[]): Promise<string> {
  const { success, output } = await run(folder, ...args);
  assertEquals(success, true, `terraform ${args.join(" ")}\n${output}`);
  return output;
}

/** A copy, so that nothing is left in the repository. */
async function copyModule(name: string): Promise<string> {
  const target = await Deno.makeTempDir({ prefix: `terraform_${name}_` });
  const source = new URL(`modules/${name}/`, ROOT);
  for (const path of await listFiles(source, /./)) {
    const folder = path.slice(0, path.lastIndexOf("/") + 1);
    await Deno.mkdir(`${target}/${folder}`, { recursive: true });
    await Deno.copyFile(new URL(path, source), `${target}/${path}`);
  }
  return target;
}

Deno.test({
  name: `terraform fmt has nothing to change${noProgram}`,
  ignore: program === null,
  fn: async () => {
    const { success, output } = await run(ROOT, "fmt", "-check", "-recursive", "-diff");
    assertEquals({ success, output }, { success: true, output: "" });
  },
});

for (const name of DECIDING) {
  Deno.test({
    name: `modules/${name} is valid and passes its tests${noProgram}`,
    ignore: program === null,
    fn: async () => {
      const folder = await copyModule(name);
      try {
        await expectSuccess(folder, "init", "-backend=false", "-input=false", "-no-color");
        await expectSuccess(folder, "validate", "-no-color");
        const output = await expectSuccess(folder, "test", "-no-color");
        assertEquals(/Success! [1-9]\d* passed, 0 failed/.test(output), true, output);
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  });
}

Deno.test({
  name: `the whole configuration is valid and passes its tests${noProvider}`,
  ignore: program === null || !hasProvider,
  fn: async () => {
    await expectSuccess(ROOT, "validate", "-no-color");
    await expectSuccess(ROOT, "test", "-no-color");
  },
});
