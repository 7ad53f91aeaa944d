import {
  eraseChatSession,
  findChatSession,
  listChatSessions,
  readExchanges,
} from "../../db/mod.ts";
import type { z } from "zod";
import type { RequestContext } from "../context.ts";
import { AppError } from "../errors.ts";
import { chatOwner } from "./chat_owner.ts";
import { notYours } from "./query.ts";
import type { ChartView, eraseOutput, FactView, historyOutput, sessionsOutput } from "./schema.ts";

const MOST_EXCHANGES = 200;
const MOST_SESSIONS = 100;

/**
 * A conversation with its answers and the facts they rest on.
 *
 * @throws {AppError} NOT_FOUND, or FORBIDDEN where it is someone else's
 */
export async function readConversation(
  ctx: RequestContext,
  sessionId: string,
): Promise<z.infer<typeof historyOutput>> {
  const session = await findChatSession(ctx.app.db, sessionId);
  if (session === null) throw noConversation(sessionId);
  if (session.owner !== chatOwner(ctx.actor)) throw notYours(sessionId);
  const exchanges = await readExchanges(ctx.app.db, { sessionId, limit: MOST_EXCHANGES });
  return {
    session_id: sessionId,
    title: session.title,
    exchanges: exchanges.map((one) => {
      const used = one.contextUsed as { facts: FactView[]; charts: ChartView[] };
      return {
        id: one.id,
        question: one.question,
        answer: one.answer,
        status: one.status,
        facts: used.facts,
        charts: used.charts,
        follow_ups: [...one.followUps],
        answered_by: one.answeredBy,
        tokens_input: one.tokensInput,
        tokens_output: one.tokensOutput,
        cost_usd: Number(one.costUsd),
        response_time_ms: one.responseTimeMs,
        timestamp: new Date(one.createdAtMs).toISOString(),
      };
    }),
  };
}

/** The asker's conversations, the newest first. */
export async function listConversations(
  ctx: RequestContext,
): Promise<z.infer<typeof sessionsOutput>> {
  const owner = chatOwner(ctx.actor);
  // Without a name everyone is the same: nobody gets to see what others asked.
  if (owner === "anonymous") return { sessions: [] };
  const sessions = await listChatSessions(ctx.app.db, { owner, limit: MOST_SESSIONS });
  return {
    sessions: sessions.map(({ sessionId, title, createdAtMs, updatedAtMs }) => ({
      session_id: sessionId,
      title,
      created_at: new Date(createdAtMs).toISOString(),
      updated_at: new Date(updatedAtMs).toISOString(),
    })),
  };
}

/**
 * Erases a conversation for good.
 *
 * @throws {AppError} NOT_FOUND, or FORBIDDEN where it is someone else's
 */
export async function eraseConversation(
  ctx: RequestContext,
  sessionId: string,
): Promise<z.infer<typeof eraseOutput>> {
  const session = await findChatSession(ctx.app.db, sessionId);
  if (session === null) throw noConversation(sessionId);
  const owner = chatOwner(ctx.actor);
  if (session.owner !== owner) throw notYours(sessionId);
  return {
    session_id: sessionId,
    erased: await eraseChatSession(ctx.app.db, { sessionId, owner }),
  };
}

function noConversation(sessionId: string): AppError {
  return new AppError(
    "NOT_FOUND",
    `There is no conversation "${sessionId}". It may have been erased, or is older than is kept.`,
  );
}
