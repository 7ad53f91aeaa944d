import { join } from "@std/path";

/**
 * Reads the secret of the keyed hashes from `DATA_DIR/secrets/api-key-hash`, making it on the first
 * start. The file is readable by its owner only.
 *
 * @throws {Error} if the file is there but is not the 64 hexadecimal digits it should be
 */
export async function loadHashSecret(dataDir: string): Promise<CryptoKey> {
  const folder = join(dataDir, "secrets");
  const path = join(folder, "api-key-hash");
  await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
  const text = await readOrCreate(path);
  if (!/^[0-9a-f]{64}$/.test(text)) {
    throw new Error(
      `"${path}" is damaged. Restore it from a backup, or delete it and make new API keys.`,
    );
  }
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return await crypto.subtle.importKey("raw", Uint8Array.fromHex(text), algorithm, false, ["sign"]);
}

async function readOrCreate(path: string): Promise<string> {
  const fresh = crypto.getRandomValues(new Uint8Array(32)).toHex();
  try {
    // `createNew` lets one of two processes that start together win; the other reads its file.
    await Deno.writeTextFile(path, `${fresh}\n`, { createNew: true, mode: 0o600 });
    return fresh;
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    return (await Deno.readTextFile(path)).trim();
  }
}
