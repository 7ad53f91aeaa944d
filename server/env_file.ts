import { isAbsolute, resolve } from "@std/path";

/**
 * Reads the settings file, `.env` or the one named by `ENV_FILE`, beneath the process environment,
 * which wins. A missing `.env` is fine; a missing file that was asked for is not.
 *
 * @throws {Error} if the file named by `ENV_FILE` cannot be read, or a line is not `NAME=value`
 */
export async function readEnvironment(
  env: Readonly<Record<string, string>>,
  cwd: string,
): Promise<Record<string, string>> {
  const asked = env.ENV_FILE?.trim();
  const path = asked ? (isAbsolute(asked) ? asked : resolve(cwd, asked)) : resolve(cwd, ".env");
  try {
    return { ...parseEnvFile(await Deno.readTextFile(path), path), ...env };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    if (!asked) return { ...env };
    throw new Error(`ENV_FILE names "${path}", which does not exist. Create it or unset ENV_FILE.`);
  }
}

const LINE = /^(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*)$/;

/**
 * `NAME=value` lines. Blank lines and lines that begin with `#` are left out; a value may stand in
 * single or double quotes; without quotes, ` #` begins a comment.
 */
export function parseEnvFile(text: string, path: string): Record<string, string> {
  const values: Record<string, string> = {};
  text.replace(/^\uFEFF/, "").split(/\r?\n/).forEach((raw, index) => {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) return;
    const match = LINE.exec(line);
    // The text of the line is not quoted: it may hold a secret.
    if (!match) throw new Error(`Line ${index + 1} of "${path}" is not NAME=value.`);
    values[match[1]!] = unquote(match[2]!);
  });
  return values;
}

function unquote(value: string): string {
  const quoted = /^(["'])(.*)\1(?:\s+#.*)?$/.exec(value);
  if (!quoted) return value.replace(/\s+#.*$/, "").replace(/^#.*$/, "").trim();
  return quoted[1] === '"' ? quoted[2]!.replace(/\\n/g, "\n").replace(/\\"/g, '"') : quoted[2]!;
}
