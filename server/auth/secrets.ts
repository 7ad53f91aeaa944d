import { join } from "@std/path";
import { type Database, shareSecret } from "../../db/mod.ts";
import type { Config } from "../config.ts";
import { createDerived } from "../derived.ts";
import { importTokenKeys, type TokenKeys } from "./tokens.ts";

/** What keys, sessions and tokens are checked with. */
export interface Secrets {
  /** Key of the keyed hashes under which API keys and sessions are stored. */
  readonly hashKey: CryptoKey;
  /** Those of the present: `JWT_SECRET_KEY` may change while the process runs. */
  tokenKeys(): Promise<TokenKeys>;
}

/**
 * Loads the secrets of the process, making them on the first start. With the embedded database they
 * are files in `DATA_DIR/secrets`; instances that share a server at `DATABASE_URL` share them through
 * it. `JWT_SECRET_KEY`, where it is set, comes before both for tokens.
 */
export async function loadSecrets(
  db: Database,
  settings: Pick<Config, "dataDir" | "secrets">,
): Promise<Secrets> {
  const hashSecret = await loadSecret(db, settings.dataDir, "api-key-hash");
  const tokenKeys = createDerived(() => settings.secrets().jwtSecretKey, async (listed) => {
    const given = listed?.split(",").map((one) => one.trim()).filter(Boolean) ?? [];
    if (given.length > 0) return await importTokenKeys(given);
    return await importTokenKeys([await loadSecret(db, settings.dataDir, "token-signing")]);
  });
  await tokenKeys();
  return { hashKey: await importHashKey(hashSecret), tokenKeys };
}

/**
 * The secret with which webhooks are signed, kept like the others; undefined where messages go out by
 * another way.
 */
export async function loadWebhookSecret(
  db: Database,
  settings: { readonly dataDir: string; readonly smsProvider: string },
): Promise<string | undefined> {
  if (settings.smsProvider !== "webhook") return undefined;
  return await loadSecret(db, settings.dataDir, "webhook-signing");
}

async function importHashKey(hex: string): Promise<CryptoKey> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return await crypto.subtle.importKey("raw", Uint8Array.fromHex(hex), algorithm, false, ["sign"]);
}

async function loadSecret(db: Database, dataDir: string, name: string): Promise<string> {
  const path = join(dataDir, "secrets", name);
  if (db.embedded) return await readOrCreate(path);
  // A file from the time when each instance had its own goes first: its keys stay good.
  const own = await readSecret(path) ?? randomSecret();
  return await shareSecret(db, { name, value: own });
}

/**
 * @returns 64 hexadecimal digits, or null where there is no such file
 * @throws {Error} if the file is there but is not what it should be
 */
async function readSecret(path: string): Promise<string | null> {
  let text: string;
  try {
    text = (await Deno.readTextFile(path)).trim();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
  if (/^[0-9a-f]{64}$/.test(text)) return text;
  throw new Error(
    `"${path}" is damaged. Restore it from a backup, or delete it: every key and session then ends.`,
  );
}

async function readOrCreate(path: string): Promise<string> {
  await Deno.mkdir(join(path, ".."), { recursive: true, mode: 0o700 });
  try {
    const fresh = randomSecret();
    // `createNew` lets one of two processes that start together win; the other reads its file.
    await Deno.writeTextFile(path, `${fresh}\n`, { createNew: true, mode: 0o600 });
    return fresh;
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    return (await readSecret(path))!;
  }
}

function randomSecret(): string {
  return crypto.getRandomValues(new Uint8Array(32)).toHex();
}
