import type { Sql } from "../database.ts";

/** One day of questions, by UTC. */
export interface ChatUsageDay {
  /** `2026-11-21`. */
  readonly day: string;
  readonly questions: number;
  readonly refusedTopic: number;
  readonly refusedPersonal: number;
  readonly tokensInput: number;
  readonly tokensOutput: number;
  /** Exact decimal. */
  readonly costUsd: string;
  /** Of answered questions; null on a day without any. */
  readonly medianMs: number | null;
  readonly p95Ms: number | null;
  readonly firstWordMedianMs: number | null;
  /** Requests to the language model that were made again. */
  readonly retries: number;
}

/** What was asked how often. */
export interface CommonQuestion {
  readonly question: string;
  readonly count: number;
  readonly lastAtMs: number;
}

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The days of a span on which something was asked, the oldest first. */
export async function readChatUsage(db: Sql, { fromMs, toMs }: Span): Promise<ChatUsageDay[]> {
  return await db.sql<ChatUsageDay>(
    `select to_char(q.created_at at time zone 'UTC', 'YYYY-MM-DD') as day, count(*) as questions,
       count(*) filter (where q.rejection_reason = 'invalid_topic') as "refusedTopic",
       count(*) filter (where q.rejection_reason = 'pii_detected') as "refusedPersonal",
       coalesce(sum(h.tokens_input), 0) as "tokensInput",
       coalesce(sum(h.tokens_output), 0) as "tokensOutput",
       trim_scale(sum(q.cost_usd))::text as "costUsd",
       percentile_cont(0.5) within group (order by h.response_time_ms) as "medianMs",
       percentile_cont(0.95) within group (order by h.response_time_ms) as "p95Ms",
       percentile_cont(0.5) within group (order by h.first_token_ms) as "firstWordMedianMs",
       coalesce(sum((select sum((step->>'attempts')::int - 1) from jsonb_array_elements(q.steps) step
         where (step->>'attempts')::int > 1)), 0)::int as retries
     from query_audit_log q left join chat_history h on h.id = q.chat_history_id
     where q.created_at >= to_timestamp($1::float8 / 1000)
       and q.created_at < to_timestamp($2::float8 / 1000)
     group by 1 order by 1`,
    [fromMs, toMs],
  );
}

/** Questions that were asked by more than one, or more than twice; the most frequent first. */
export async function readCommonQuestions(
  db: Sql,
  { fromMs, toMs, limit }: Span & { readonly limit: number },
): Promise<CommonQuestion[]> {
  return await db.sql<CommonQuestion>(
    `select min(question_sanitized) as question, count(*) as count, max(created_at) as "lastAtMs"
     from query_audit_log
     where created_at >= to_timestamp($1::float8 / 1000)
       and created_at < to_timestamp($2::float8 / 1000)
       and not rejected and question_sanitized is not null
     group by question_hash having count(distinct owner) > 1 or count(*) > 2
     order by count(*) desc, max(created_at) desc limit $3`,
    [fromMs, toMs, limit],
  );
}
