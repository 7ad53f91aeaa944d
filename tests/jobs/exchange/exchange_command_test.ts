import { fromFileUrl } from "@std/path";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";

const entry = fromFileUrl(new URL("../../../jobs/cli/exchange.ts", import.meta.url));
const root = fromFileUrl(new URL("../../../", import.meta.url));

function command(args: string[]): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", entry, ...args],
    cwd: root,
    stdout: "piped",
    stderr: "piped",
  });
}

async function outcome(args: string[]): Promise<{ code: number; out: string; err: string }> {
  const { code, stdout, stderr } = await command(args).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: decode(stdout), err: decode(stderr) };
}

Deno.test("the first line says where it listens, and a signal ends it well", async () => {
  const child = command(["--port", "0", "--seed", "5"]).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = await reader.read();
  const url = /^listening on (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(value)?.[1];
  assert(url, value);
  const response = await fetch(`${url}/api/v3/ping`);
  assertEquals(await response.json(), {});
  child.kill("SIGTERM");
  assertEquals((await child.status).code, 0);
  await reader.cancel();
  await child.stderr.cancel();
});

Deno.test("--help explains the options and the faults", async () => {
  const { code, out } = await outcome(["--help"]);
  assertEquals(code, 0);
  for (const words of ["--from-csv", "--no-shift", "--seed", "--faults", "outage:SYMBOL"]) {
    assertStringIncludes(out, words);
  }
});

Deno.test("wrong usage is 2, failure is 1, each with one sentence", async () => {
  const cases: [args: string[], code: number, words: string][] = [
    [["--frobnicate"], 2, "frobnicate"],
    [["--port", "many"], 2, `--port needs a whole number from 0 to 65535, not "many"`],
    [["--no-shift"], 2, "--no-shift needs --from-csv"],
    [["--faults", "explode"], 2, `unknown fault "explode"`],
    [["--port", "0", "--from-csv", "/no/such/directory"], 1, "does not exist"],
  ];
  const results = await Promise.all(cases.map(([args]) => outcome(args)));
  for (const [index, { code, err }] of results.entries()) {
    const [args, expected, words] = cases[index]!;
    assertEquals(code, expected, args.join(" "));
    assertStringIncludes(err, words);
    assertEquals(err.trim().split("\n").length, 1, err);
  }
});
