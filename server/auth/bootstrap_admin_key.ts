import { countApiKeys, createApiKey, type Database } from "../../db/mod.ts";
import { generateKey, hashKey, keyPrefix } from "./credential.ts";

/**
 * Makes the first admin key where there is none, and returns it: it is to be shown once and is not
 * stored. Returns null where an admin key is in force already.
 */
export async function bootstrapAdminKey(
  db: Database,
  hashSecret: CryptoKey,
  nowMs: number,
): Promise<string | null> {
  if (await countApiKeys(db, { role: "admin", nowMs }) > 0) return null;
  const key = generateKey();
  await createApiKey(db, {
    prefix: keyPrefix(key),
    secretHash: await hashKey(hashSecret, key),
    role: "admin",
    name: "first start",
  });
  return key;
}
