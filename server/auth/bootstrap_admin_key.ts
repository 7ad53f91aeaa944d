import { countApiKeys, countPeople, createApiKey, type Database } from "../../db/mod.ts";
import { generateKey, hashKey, keyPrefix } from "./credential.ts";

/** Any number will do, as long as every instance takes the same. */
const FIRST_KEY_LOCK = 7_402_168_003;

/**
 * Makes the first admin key where nobody could administer, and returns it: it is to be shown once and
 * is not stored. Returns null where an admin key is in force or an administrator can sign in.
 */
export async function bootstrapAdminKey(
  db: Database,
  hashSecret: CryptoKey,
  nowMs: number,
): Promise<string | null> {
  return await db.transaction(async (tx) => {
    // Instances that start together on a new database make one key between them.
    await tx.sql("select pg_advisory_xact_lock($1)", [FIRST_KEY_LOCK]);
    if (await countApiKeys(tx, { role: "admin", nowMs }) > 0) return null;
    if (await countPeople(tx, { role: "admin" }) > 0) return null;
    const key = generateKey();
    await createApiKey(tx, {
      prefix: keyPrefix(key),
      secretHash: await hashKey(hashSecret, key),
      role: "admin",
      name: "first start",
    });
    return key;
  });
}
