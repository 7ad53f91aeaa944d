import type { Database, Sql } from "../database.ts";

export type ChatStatus = "completed" | "stopped" | "failed";

/** An answered question as it is stored; times in milliseconds. */
export interface ChatExchange {
  readonly id: string;
  readonly question: string;
  /** Markdown in which numbers are links to facts, `[61,900](fact:f3)`. */
  readonly answer: string;
  readonly status: ChatStatus;
  /** The facts the answer was given, by which its links resolve. */
  readonly contextUsed: unknown;
  readonly followUps: readonly string[];
  /** `built-in`, or the name of the language model. */
  readonly answeredBy: string;
  readonly tokensInput: number;
  readonly tokensOutput: number;
  /** Exact decimal. */
  readonly costUsd: string;
  readonly responseTimeMs: number;
  readonly createdAtMs: number;
}

export interface ChatSession {
  readonly sessionId: string;
  readonly owner: string;
  readonly title: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** What is kept of a question whatever becomes of it. */
export interface QueryRecord {
  readonly sessionId: string;
  readonly owner: string;
  /** Null where nothing of the text may be kept. */
  readonly questionSanitized: string | null;
  /** Keyed, so that nobody can try questions against it. */
  readonly questionHash: string;
  readonly piiTypes: readonly string[];
  readonly topicResult: string;
  readonly rejectionReason: "pii_detected" | "invalid_topic" | null;
  readonly steps: unknown;
  /** What the question cost in all, its checks included; exact decimal. */
  readonly costUsd: string;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
  readonly requestId: string;
  readonly nowMs: number;
}

export interface NewExchange extends Omit<ChatExchange, "id" | "createdAtMs"> {
  readonly firstTokenMs: number | null;
  readonly title: string;
}

const EXCHANGE = `id::text as id, question, answer, status, context_used as "contextUsed",
  follow_ups as "followUps", answered_by as "answeredBy", tokens_input as "tokensInput",
  tokens_output as "tokensOutput", cost_usd as "costUsd", response_time_ms as "responseTimeMs",
  created_at as "createdAtMs"`;

/** Records a question that was refused: no conversation, no answer. */
export async function recordRefusedQuery(db: Sql, query: QueryRecord): Promise<void> {
  await insertQuery(db, query, null);
}

/**
 * Stores an answered question with its record, in one transaction; a conversation is made where the
 * id is new.
 *
 * @returns the id of the exchange; null when the conversation belongs to someone else
 */
export async function storeExchange(
  db: Database,
  query: QueryRecord,
  exchange: NewExchange,
): Promise<string | null> {
  return await db.transaction(async (tx) => {
    const sessions = await tx.sql(
      `insert into chat_sessions (session_id, owner, title, created_at, updated_at)
       values ($1, $2, $3, to_timestamp($4::float8 / 1000), to_timestamp($4::float8 / 1000))
       on conflict (session_id) do update set updated_at = excluded.updated_at
         where chat_sessions.owner = excluded.owner
       returning session_id`,
      [query.sessionId, query.owner, exchange.title, query.nowMs],
    );
    if (sessions.length === 0) return null;
    const rows = await tx.sql<{ id: string }>(
      `insert into chat_history (session_id, owner, question, question_hash, answer, status,
         topic_valid, pii_detected, context_used, follow_ups, answered_by, tokens_input,
         tokens_output, cost_usd, first_token_ms, response_time_ms, created_at)
       values ($1, $2, $3, $4, $5, $6, true, false, $7, $8, $9, $10, $11, $12, $13, $14,
         to_timestamp($15::float8 / 1000)) returning id::text as id`,
      [
        query.sessionId,
        query.owner,
        exchange.question,
        query.questionHash,
        exchange.answer,
        exchange.status,
        JSON.stringify(exchange.contextUsed),
        JSON.stringify(exchange.followUps),
        exchange.answeredBy,
        exchange.tokensInput,
        exchange.tokensOutput,
        exchange.costUsd,
        exchange.firstTokenMs,
        exchange.responseTimeMs,
        query.nowMs,
      ],
    );
    await insertQuery(tx, query, rows[0]!.id);
    return rows[0]!.id;
  });
}

async function insertQuery(db: Sql, query: QueryRecord, exchangeId: string | null): Promise<void> {
  await db.sql(
    `insert into query_audit_log (session_id, owner, chat_history_id, question_sanitized,
       question_hash, pii_patterns_detected, topic_validation_result, rejected, rejection_reason,
       steps, cost_usd, ip_address, user_agent, request_id, created_at)
     values ($1, $2, $3::bigint, $4, $5, $6, $7, $8::text is not null, $8, $9, $10, $11, $12, $13,
       to_timestamp($14::float8 / 1000))`,
    [
      query.sessionId,
      query.owner,
      exchangeId,
      query.questionSanitized,
      query.questionHash,
      query.piiTypes,
      query.topicResult,
      query.rejectionReason,
      JSON.stringify(query.steps),
      query.costUsd,
      query.ipAddress,
      query.userAgent,
      query.requestId,
      query.nowMs,
    ],
  );
}

/** Whose a conversation is; null where there is none. */
export async function findChatSession(db: Sql, sessionId: string): Promise<ChatSession | null> {
  const rows = await db.sql<ChatSession>(
    `select session_id as "sessionId", owner, title, created_at as "createdAtMs",
       updated_at as "updatedAtMs" from chat_sessions where session_id = $1`,
    [sessionId],
  );
  return rows[0] ?? null;
}

/** The last exchanges of a conversation, the oldest of them first. */
export async function readExchanges(
  db: Sql,
  input: { readonly sessionId: string; readonly limit: number },
): Promise<ChatExchange[]> {
  const rows = await db.sql<ChatExchange>(
    `select ${EXCHANGE} from chat_history where session_id = $1 order by id desc limit $2`,
    [input.sessionId, input.limit],
  );
  return rows.reverse();
}

/** The conversations of someone, the newest first. */
export async function listChatSessions(
  db: Sql,
  input: { readonly owner: string; readonly limit: number },
): Promise<ChatSession[]> {
  return await db.sql<ChatSession>(
    `select session_id as "sessionId", owner, title, created_at as "createdAtMs",
       updated_at as "updatedAtMs" from chat_sessions
     where owner = $1 order by updated_at desc limit $2`,
    [input.owner, input.limit],
  );
}

/** Erases a conversation with its answers; what was recorded of its questions loses their text. */
export async function eraseChatSession(
  db: Database,
  input: { readonly sessionId: string; readonly owner: string },
): Promise<boolean> {
  return await db.transaction(async (tx) => {
    const rows = await tx.sql(
      "delete from chat_sessions where session_id = $1 and owner = $2 returning session_id",
      [input.sessionId, input.owner],
    );
    await tx.sql(
      `update query_audit_log set question_sanitized = null, ip_address = null, user_agent = null
       where session_id = $1 and owner = $2`,
      [input.sessionId, input.owner],
    );
    return rows.length === 1;
  });
}

/** Everything that someone asked and was answered, for an export. */
export async function exportChats(db: Sql, owner: string): Promise<ChatExchange[]> {
  return await db.sql<ChatExchange>(
    `select ${EXCHANGE} from chat_history where owner = $1 order by id`,
    [owner],
  );
}

/** Erases all of someone's conversations, and from the record of questions all that is theirs. */
export async function eraseChats(
  db: Sql,
  input: { readonly owner: string; readonly pseudonym: string },
): Promise<void> {
  await db.sql("delete from chat_sessions where owner = $1", [input.owner]);
  await db.sql(
    `update query_audit_log set owner = $2, question_sanitized = null, ip_address = null,
       user_agent = null where owner = $1`,
    [input.owner, input.pseudonym],
  );
}

/** Removes what is older than the retention. @returns how many rows of each table went */
export async function pruneChats(
  db: Sql,
  input: { readonly chatsBeforeMs: number; readonly auditBeforeMs: number },
): Promise<{ exchanges: number; sessions: number; queries: number }> {
  const exchanges = await db.sql(
    "delete from chat_history where created_at < to_timestamp($1::float8 / 1000) returning id",
    [input.chatsBeforeMs],
  );
  const sessions = await db.sql(
    `delete from chat_sessions s where updated_at < to_timestamp($1::float8 / 1000)
       and not exists (select from chat_history h where h.session_id = s.session_id)
     returning session_id`,
    [input.chatsBeforeMs],
  );
  const queries = await db.sql(
    "delete from query_audit_log where created_at < to_timestamp($1::float8 / 1000) returning id",
    [input.auditBeforeMs],
  );
  await db.sql("delete from model_costs where created_at < to_timestamp($1::float8 / 1000)", [
    input.auditBeforeMs,
  ]);
  return { exchanges: exchanges.length, sessions: sessions.length, queries: queries.length };
}
