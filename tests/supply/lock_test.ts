import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { join } from "@std/path";
import { ROOT } from "./packages.ts";
import { reachFrom, readLock } from "./read_lock.ts";

const lockText = await Deno.readTextFile(join(ROOT, "deno.lock"));
const config = JSON.parse(await Deno.readTextFile(join(ROOT, "deno.json")));
const lock = readLock(lockText);

Deno.test("the lockfile is frozen and pins every package by its hash", () => {
  assertEquals(config.lock, { path: "./deno.lock", frozen: true });
  for (const { key, integrity } of lock.packages.values()) {
    assertMatch(integrity, /^sha512-[A-Za-z0-9+/]{86}==$/, key);
  }
});

Deno.test("deno.json asks for exact versions from npm, and the lockfile has them", () => {
  for (const [name, target] of Object.entries<string>(config.imports)) {
    const match = /^npm:((?:@[\w.-]+\/)?[\w.-]+)@(\d+\.\d+\.\d+(?:-[\w.]+)?)(?:\/[\w./-]+)?$/.exec(
      target,
    );
    if (!match) throw new Error(`${name}: ${target} is no exact version of an npm package`);
    assert(lock.direct.has(match[1] as string), `deno.lock has no ${match[1]}`);
  }
});

Deno.test("every package of the lockfile is reached from deno.json", () => {
  assertEquals(reachFrom(lock, lock.direct.values()).size, lock.packages.size);
});

Deno.test("no install script of a package is run", () => {
  assertEquals(config.allowScripts, undefined);
  assert(!JSON.stringify(config.tasks).includes("--allow-scripts"));
});

Deno.test("every program resolves from the lockfile alone, without a network", async () => {
  const programs = new Set(
    Object.values<{ command: string }>(config.tasks)
      .map(({ command }) => /(\S+\.ts)(?: --demo)?$/.exec(command)?.[1] as string),
  );
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["install", "--frozen", "--cached-only", "--no-remote", "--entrypoint", ...programs],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
});

Deno.test("a lockfile that lacks what it needs is refused", () => {
  const npm = { "a@1.0.0": { integrity: "sha512-x", dependencies: ["b"] } };
  const text = JSON.stringify({ version: "5", specifiers: {}, npm });
  assertThrows(() => readLock(text), Error, 'needs "b" and has it 0 times');
  assertThrows(() => readLock(text.replace(`"5"`, `"6"`)), Error, "of version 6");
});
