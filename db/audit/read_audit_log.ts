import type { Sql } from "../database.ts";

export type AuditKind = "act" | "chat";

/** One row of the audit log. */
export interface AuditEntry {
  readonly id: string;
  /** Where the entry stands among all: sent back, the page after it follows. */
  readonly place: string;
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

/** Questions to the chat beside acts; of a refused one there is no text. */
const ENTRIES = `(
  select id, kind, act, actor_kind, actor, actor_user_id, target, details, request_id, at
  from audit_log
  union all
  select id, 'chat', case when rejected then 'chat.refused' else 'chat.answered' end,
    split_part(owner, ':', 1), coalesce(nullif(split_part(owner, ':', 2), ''), owner),
    case when owner like 'person:%' then substr(owner, 8) end, null,
    jsonb_build_object('question', question_sanitized, 'reason', rejection_reason,
      'pii_types', pii_patterns_detected, 'topic', topic_validation_result,
      'cost_usd', cost_usd::float8, 'steps', steps, 'session_id', session_id,
      'ip_address', ip_address, 'user_agent', user_agent),
    request_id, created_at
  from query_audit_log
) entries`;

/** Where a page ended: time in microseconds, kind and id of its last entry. */
const PLACE = `(extract(epoch from at) * 1000000)::bigint || '-' || kind || '-' || id`;

/** Entries that fit, the newest first; `after` is the `place` of the last entry of the page before. */
export async function readAuditLog(
  db: Sql,
  page: AuditFilter & { readonly after?: string; readonly limit: number },
): Promise<AuditEntry[]> {
  const [micros = null, kind = null, id = null] = page.after?.split("-") ?? [];
  return await db.sql<AuditEntry>(
    `select ${PLACE} as place, id::text as id, kind, act, actor_kind as "actorKind", actor,
       actor_user_id as "actorUserId", target, details, request_id as "requestId", at as "atMs"
     from ${ENTRIES}
     where ($1::bigint is null
         or (at, kind, id) < (to_timestamp($1::bigint / 1000000.0), $2::text, $3::bigint))
       and ($4::text is null or kind = $4)
       and ($5::text is null or act = $5)
       and ($6::text is null or actor = $6 or actor_user_id = $6)
       and ($7::text is null or target = $7)
       and ($8::float8 is null or at >= to_timestamp($8::float8 / 1000))
       and ($9::float8 is null or at <= to_timestamp($9::float8 / 1000))
     order by at desc, kind desc, id desc limit $10`,
    [
      micros,
      kind,
      id,
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
