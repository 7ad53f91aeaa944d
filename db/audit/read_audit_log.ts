import type { Sql } from "../database.ts";

export type AuditKind = "act" | "chat";

/** One row of the audit log. */
export interface AuditEntry {
  readonly id: string;
  readonly kind: AuditKind;
  readonly act: string;
  readonly actorKind: string;
  readonly actor: string;
  readonly actorUserId: string | null;
  readonly target: string | null;
  readonly details: Record<string, unknown>;
  readonly requestId: string | null;
  readonly atMs: number;
}

export interface AuditFilter {
  readonly kind?: AuditKind;
  readonly act?: string;
  /** The name of the actor, or the user id it acts for. */
  readonly actor?: string;
  readonly target?: string;
  /** Both ends are included. */
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** Entries that fit, the newest first; `before` is the id of the last entry of the page before. */
export async function readAuditLog(
  db: Sql,
  page: AuditFilter & { readonly before?: string; readonly limit: number },
): Promise<AuditEntry[]> {
  return await db.sql<AuditEntry>(
    `select id::text as id, kind, act, actor_kind as "actorKind", actor,
       actor_user_id as "actorUserId", target, details, request_id as "requestId", at as "atMs"
     from audit_log
     where ($1::bigint is null or id < $1)
       and ($2::text is null or kind = $2)
       and ($3::text is null or act = $3)
       and ($4::text is null or actor = $4 or actor_user_id = $4)
       and ($5::text is null or target = $5)
       and ($6::float8 is null or at >= to_timestamp($6::float8 / 1000))
       and ($7::float8 is null or at <= to_timestamp($7::float8 / 1000))
     order by id desc limit $8`,
    [
      page.before ?? null,
      page.kind ?? null,
      page.act ?? null,
      page.actor ?? null,
      page.target ?? null,
      page.fromMs ?? null,
      page.toMs ?? null,
      page.limit,
    ],
  );
}
