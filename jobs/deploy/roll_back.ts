import type { DeployContext } from "./deploy.ts";
import { currentScript } from "./host_script.ts";

/**
 * Goes back to the release before the one that serves, or to the one that is named.
 *
 * @returns what came of it
 * @throws {CommandError} where there is none, or it does not become ready
 */
export async function rollBack(context: DeployContext, name: string | null): Promise<string> {
  const { transport, root, say } = context;
  const words = ["rollback", ...(name === null ? [] : [name])];
  await transport.run(currentScript(root, "release.sh", words), say);
  return `Rolled back on ${transport.hostName}.`;
}
