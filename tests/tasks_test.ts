import { assertEquals, assertMatch } from "@std/assert";

const ROOT = new URL("../", import.meta.url);
const { tasks } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));

async function runTask(name: string, argument: string) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", name, argument],
    cwd: ROOT,
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
    stdin: "null",
  }).output();
  // On a fresh machine Deno itself says what it downloads.
  const text = (bytes: Uint8Array) =>
    new TextDecoder().decode(bytes).replaceAll(/^Download .*\n/gm, "").trim();
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

for (const name of Object.keys(tasks)) {
  Deno.test(`task ${name} explains itself and does nothing on --help`, async () => {
    const { code, stdout, stderr } = await runTask(name, "--help");
    assertEquals({ code, stderr }, { code: 0, stderr: "" });
    assertMatch(stdout, /Usage: deno task/);
  });

  Deno.test(`task ${name} refuses what it does not know, in one line, with exit code 2`, async () => {
    const { code, stdout, stderr } = await runTask(name, "--no-such-option");
    assertEquals({ code, stdout, lines: stderr.split("\n").length }, {
      code: 2,
      stdout: "",
      lines: 1,
    });
    assertMatch(stderr, /--no-such-option/);
  });
}
