import { CommandError } from "./command.ts";
import type { Executor } from "./executor.ts";

const VERSION_FILE = "server/version.ts";

/**
 * The name of the release that HEAD is: its version and its commit, `1.2.0+3f9c2ab41d`.
 *
 * @throws {CommandError} where files differ from HEAD, for they would not be shipped
 */
export async function nameRelease(
  executor: Executor,
  options: { readonly allowDirty: boolean },
): Promise<string> {
  const changed = (await executor.ask({ argv: ["git", "status", "--porcelain"] })).trimEnd();
  if (changed !== "" && !options.allowDirty) {
    const files = changed.split("\n").map((line) => line.slice(3));
    const more = files.length > 3 ? ` and ${files.length - 3} more` : "";
    throw new CommandError(
      `Files differ from the last commit: ${
        files.slice(0, 3).join(", ")
      }${more}. Commit them, or ship ` +
        "the last commit without them: --allow-dirty.",
    );
  }
  const commit = await executor.ask({ argv: ["git", "rev-parse", "--short=10", "HEAD"] });
  const source = await executor.ask({ argv: ["git", "show", `HEAD:${VERSION_FILE}`] });
  const version = /\bVERSION\s*=\s*"(\d+\.\d+\.\d+[0-9A-Za-z.-]*)"/.exec(source)?.[1];
  if (version === undefined) throw new CommandError(`${VERSION_FILE} of HEAD names no version.`);
  return `${version}+${commit.trim()}`;
}
