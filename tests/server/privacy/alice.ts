import {
  createTransaction,
  type Database,
  mintCoins,
  openLedger,
  quickSend,
  recordAct,
  recordModelCost,
} from "../../../db/mod.ts";

export const NOON_MS = Date.UTC(2026, 9, 21, 12);
export const ALICE = {
  kind: "person",
  role: "user",
  name: "alice",
  userId: "alice",
  keyId: null,
} as const;
export const BY_ALICE = { actor: ALICE, requestId: "request-1" };

/** A person with something in every table that has people. */
export async function storeAlice(db: Database): Promise<void> {
  await db.sql(
    `insert into people values ('alice', 'alice.rossi@example.com', 'argon2', 'user', now(), now())`,
  );
  await db.sql(
    `insert into sessions (id, user_id, secret_hash, user_agent, created_at, last_seen_at,
       expires_at)
     values (gen_random_uuid(), 'alice', 'hash-of-cookie', 'Alice''s browser', now(), now(),
       now() + interval '1 day')`,
  );
  await db.sql(
    `insert into api_keys (prefix, secret_hash, role, name, user_id, created_at)
     values ('pck_alice', 'hash-of-key', 'user', 'Alice''s laptop', 'alice', now())`,
  );
  await db.sql(
    `insert into alert_rules (user_id, kind, threshold, threshold_unit, spans, quiet_policy,
       channel, destination, enabled, created_at, updated_at)
     values ('alice', 'move', 5, 'percent', '{1}', 'delay', 'message', '+39 333 alice', true,
       now(), now())`,
  );
  await db.sql(
    `insert into request_limits select subject, '{}', '{}', now()
     from unnest(array['person:alice', 'stream:person:alice']) subject`,
  );
  await recordModelCost(db, {
    ...{ owner: "person:alice", tokensInput: 200, tokensOutput: 60, costUsd: "0.000066" },
    nowMs: NOON_MS,
  });
  await recordAct(db, {
    actor: ALICE,
    act: "keys.create",
    target: "person:alice",
    details: {},
    requestId: null,
    atMs: NOON_MS,
  });
}

/** Coins of hers and of Bob's, sent both ways, one transfer pending. */
export async function storeCoins(db: Database): Promise<void> {
  const by = { nowMs: NOON_MS, createdBy: "person:alice" };
  await openLedger(db, { initialSupply: "1000000", nowMs: NOON_MS });
  for (const userId of ["alice", "bob"]) {
    await mintCoins(db, { ...by, createdBy: "key:ops", userId, amount: "100" });
  }
  const idempotency = { scope: "person:alice", key: "k1", requestHash: "h" };
  const send = { fromUser: "alice", toUser: "bob", fee: "0.05", ...by };
  const metadata = { note: "alice's rent" };
  await quickSend(db, { ...send, amount: "10", metadata, idempotency });
  await createTransaction(db, { ...send, amount: "1", type: "send", metadata });
  const key = { scope: "person:bob", key: "k1", requestHash: "h" };
  await quickSend(db, {
    fromUser: "bob",
    toUser: "alice",
    fee: "0",
    amount: "1",
    nowMs: NOON_MS,
    createdBy: "person:bob",
    idempotency: key,
  });
}
