import { ConfigError, judgeSetting } from "./config.ts";
import { readEnvironment } from "./env_file.ts";
import { readSecretsManager } from "./secrets_manager.ts";

/**
 * Reads every setting as text. The process environment wins over AWS Secrets Manager
 * (`SECRETS_MANAGER_ARN`), which wins over the settings file.
 *
 * @param given the process environment
 * @throws {ConfigError | SecretsManagerError | Error} where one of the three cannot be read
 */
export async function readSettings(
  given: Readonly<Record<string, string>>,
  cwd: string,
): Promise<Record<string, string>> {
  const without = await readEnvironment(given, cwd);
  const arn = without.SECRETS_MANAGER_ARN?.trim();
  if (!arn) return without;
  const problem = judgeSetting("SECRETS_MANAGER_ARN", arn);
  if (problem !== null) throw new ConfigError([problem]);
  return { ...without, ...await readSecretsManager(arn), ...given };
}
