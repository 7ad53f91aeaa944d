import { type Archive, buildRelease, removeBuild } from "./build_release.ts";
import { quote } from "./command.ts";
import type { Executor } from "./executor.ts";
import { hostPaths } from "./host_paths.ts";
import { hostScript } from "./host_script.ts";
import { nameRelease } from "./name_release.ts";
import { shipRelease } from "./ship_release.ts";
import type { Transport } from "./transport.ts";

export interface DeployContext {
  readonly executor: Executor;
  readonly transport: Transport;
  /** Everything on the host is below this folder; empty on a real host. */
  readonly root: string;
  say(line: string): void;
}

/**
 * Ships the last commit to the host and switches to it: build, copy, install, migrate, switch, wait
 * for health. What fails before the switch changes nothing; what fails after it makes the host roll
 * back by itself, whether or not this machine is still there.
 *
 * @returns what came of it
 * @throws {CommandError} saying what failed, and what serves now
 */
export async function deploy(
  context: DeployContext,
  options: { readonly allowDirty: boolean },
): Promise<string> {
  const { executor, transport, root, say } = context;
  const name = await nameRelease(executor, options);
  const paths = hostPaths(root);
  try {
    const archive = await buildRelease(executor, name, say);
    await shipRelease(transport, { name, archive }, { paths, root }, say);
  } finally {
    if (!executor.isDryRun) await removeBuild(name, true);
  }
  const script = `${paths.release(name)}/terraform/scripts/release.sh`;
  await transport.run(
    hostScript(root, [`bash ${quote(script)} activate ${quote(name)}`]),
    say,
  );
  return `Release ${name} serves on ${transport.hostName}.`;
}

/**
 * Builds the release of the last commit and leaves its archive and checksum here, for a bucket that
 * hosts fetch it from.
 *
 * @returns where they are
 */
export async function buildOnly(
  context: DeployContext,
  options: { readonly allowDirty: boolean },
): Promise<string> {
  const { executor, say } = context;
  const name = await nameRelease(executor, options);
  let archive: Archive;
  try {
    archive = await buildRelease(executor, name, say);
  } finally {
    if (!executor.isDryRun) await removeBuild(name, false);
  }
  return `Release ${name} is ${archive.path}, and its checksum ${archive.sumPath}.`;
}
