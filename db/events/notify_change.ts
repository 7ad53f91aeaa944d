import type { Sql } from "../database.ts";

/** What may change: who shows it live reads it again. */
export type Topic = "alerts" | "forecasts" | "jobs" | "market" | "models" | "prices";

/**
 * Tells every process, when the transaction commits, that something of a topic has changed. Not for
 * what happens more than a few times a second: PostgreSQL lets one transaction at a time commit with
 * a notification.
 */
export async function notifyChange(tx: Sql, topic: Topic): Promise<void> {
  await tx.sql("select notify_change($1)", [topic]);
}
