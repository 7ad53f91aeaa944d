import { type ChatExchange, findChatSession, readExchanges } from "../../db/mod.ts";
import type { RequestContext } from "../context.ts";
import { AppError } from "../errors.ts";
import { chatOwner } from "./chat_owner.ts";
import { type AskInput, HISTORY_PAIRS, type StepName } from "./schema.ts";

/** One question on its way through the pipeline. */
export interface Query {
  readonly question: string;
  readonly sessionId: string;
  readonly owner: string;
  /** The last exchanges of the conversation, the oldest of them first. */
  readonly previous: readonly ChatExchange[];
  readonly startedAtMs: number;
  /** Tokens that went into its checks. */
  readonly checkTokens: { tokensInput: number; tokensOutput: number };
  /** How long each step took, for the record. */
  readonly steps: {
    readonly step: StepName;
    readonly ms: number;
    /** Requests to the language model, retries included. */
    readonly attempts?: number;
  }[];
}

/**
 * Takes up a question with what was said before it.
 *
 * @throws {AppError} FORBIDDEN where the conversation is someone else's
 */
export async function openQuery(ctx: RequestContext, input: AskInput): Promise<Query> {
  const startedAtMs = ctx.app.now();
  const { question, session_id: sessionId = crypto.randomUUID() } = input;
  const owner = chatOwner(ctx.actor);
  const previous = input.session_id === undefined ? [] : await readPrevious(ctx, sessionId, owner);
  const checkTokens = { tokensInput: 0, tokensOutput: 0 };
  return { question, sessionId, owner, previous, startedAtMs, checkTokens, steps: [] };
}

async function readPrevious(
  ctx: RequestContext,
  sessionId: string,
  owner: string,
): Promise<ChatExchange[]> {
  const session = await findChatSession(ctx.app.db, sessionId);
  if (session === null) return [];
  if (session.owner !== owner) throw notYours(sessionId);
  return await readExchanges(ctx.app.db, { sessionId, limit: HISTORY_PAIRS });
}

/** The conversation belongs to someone else. */
export function notYours(sessionId: string): AppError {
  return new AppError(
    "FORBIDDEN",
    `The conversation "${sessionId}" is not yours. Leave session_id out to begin a new one.`,
  );
}
