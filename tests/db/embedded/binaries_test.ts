import { assert, assertEquals } from "@std/assert";
import { dirname, join } from "@std/path";
import { serverAccount } from "../../../db/embedded/account.ts";
import { findPackaged, prepareBinaries } from "../../../db/embedded/binaries.ts";
import { copyFolder } from "../../../db/embedded/files.ts";
import { runProgram } from "../../../db/embedded/run_program.ts";
import { prepareStateDir } from "../../../db/embedded/state_dir.ts";

Deno.test("programs that the server's account cannot reach are copied, once, links and all", {
  ignore: Deno.uid() !== 0,
}, async () => {
  const folder = await Deno.makeTempDir();
  const closed = await Deno.makeTempDir();
  const packaged = findPackaged();
  const native = join(closed, "native");
  await copyFolder(packaged.native, native);
  const state = await prepareStateDir(folder, () => {});
  const account = await serverAccount(state.clusterDir);
  assert((await runProgram("test", ["-x", native], account)).ok === false);

  const binaries = await prepareBinaries(state, { native, version: "1.2.3" });
  assertEquals(dirname(binaries.initdb), join(state.dir, "programs-1.2.3", "native", "bin"));
  for (const program of [binaries.initdb, binaries.pgCtl]) {
    const result = await runProgram(program, ["--version"], account);
    assert(result.stdout.includes("PostgreSQL"), result.stderr);
  }
  const postgres = join(dirname(binaries.initdb), "postgres");
  const result = await runProgram(postgres, ["--version"], account);
  assert(result.ok, result.stderr);

  const { ino } = await Deno.stat(postgres);
  await prepareBinaries(state, { native, version: "1.2.3" });
  assertEquals((await Deno.stat(postgres)).ino, ino);
  for (const path of [folder, closed]) await Deno.remove(path, { recursive: true });
});
