import { assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";

const ROOT = fromFileUrl(new URL("../../../", import.meta.url));
const MODEL = `${ROOT}tests/fixtures/release_0_1_0/models/lstm-20261130T152027-dab5dc6f.onnx`;
const OPEN = fromFileUrl(new URL("./open_session.ts", import.meta.url));

/** Opens a session in a process of its own; what the native library leaves at home is returned. */
async function openIn(home: string, permissions: readonly string[]) {
  const { CI: _, XDG_CACHE_HOME: _cache, ...env } = Deno.env.toObject();
  const denoDir = env.DENO_DIR ?? `${env.HOME}/.cache/deno`;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--ignore-env",
      "--allow-read",
      `--allow-ffi=${ROOT}node_modules`,
      "--allow-sys",
      ...permissions,
      OPEN,
      MODEL,
    ],
    cwd: ROOT,
    // Without CI, for which the library keeps silent by itself.
    env: { ...env, HOME: home, DENO_DIR: denoDir, NO_COLOR: "1" },
    clearEnv: true,
    stdin: "null",
  }).output();
  const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  return { code, text, left: [...Deno.readDirSync(home)].map((one) => one.name) };
}

Deno.test("the native onnxruntime leaves no identifier of the machine and sends nothing", async () => {
  const home = await Deno.makeTempDir();
  const { code, text, left } = await openIn(home, ["--allow-env=ORT_DISABLE_TELEMETRY"]);
  assertEquals([code, left], [0, []], text);
  assertStringIncludes(text, "runs on node");
  await Deno.remove(home, { recursive: true });
});

Deno.test("where it cannot be told to be silent, WebAssembly serves in its place", async () => {
  const home = await Deno.makeTempDir();
  const { code, text, left } = await openIn(home, []);
  assertEquals([code, left], [0, []], text);
  assertStringIncludes(text, "runs on wasm");
  await Deno.remove(home, { recursive: true });
});
