import { keyProcedure, router } from "../trpc.ts";
import { askQuestion } from "./ask_question.ts";
import { checkQuestion } from "./check_question.ts";
import { eraseConversation, listConversations, readConversation } from "./conversations.ts";
import { queryChat } from "./query_chat.ts";
import {
  askInput,
  eraseOutput,
  historyInput,
  historyOutput,
  queryOutput,
  sessionsOutput,
  validateInput,
  validateOutput,
} from "./schema.ts";

export const chatRouter = router({
  query: keyProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/api/chat/query",
        tags: ["chat"],
        summary: "Ask the analyst; a refused question is answered with 200 and success false",
      },
    })
    .input(askInput)
    .output(queryOutput)
    .mutation(({ ctx, input, signal }) => queryChat(ctx, input, signal ?? ctx.app.stopping)),

  /** The same as a stream: a POST, since a question does not belong into an address. */
  ask: keyProcedure
    .input(askInput)
    .mutation(({ ctx, input, signal }) => askQuestion(ctx, input, signal ?? ctx.app.stopping)),

  validate: keyProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/api/chat/validate",
        tags: ["chat"],
        summary: "What the checks before an answer would say; nothing is stored",
      },
    })
    .input(validateInput)
    .output(validateOutput)
    .mutation(({ input }) => {
      const { topic, findings, sanitized } = checkQuestion(input.question, false);
      const types = [...new Set(findings.map(({ type }) => type))];
      return {
        topic_valid: topic.valid,
        pii_detected: types.length > 0,
        pii_types: types,
        sanitized,
      };
    }),

  history: keyProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/chat/history/{session_id}",
        tags: ["chat"],
        summary: "A conversation with its answers and their facts",
      },
    })
    .input(historyInput)
    .output(historyOutput)
    .query(({ ctx, input }) => readConversation(ctx, input.session_id)),

  erase: keyProcedure
    .meta({
      openapi: {
        method: "DELETE",
        path: "/api/chat/history/{session_id}",
        tags: ["chat"],
        summary: "Erase a conversation",
      },
    })
    .input(historyInput)
    .output(eraseOutput)
    .mutation(({ ctx, input }) => eraseConversation(ctx, input.session_id)),

  sessions: keyProcedure
    .output(sessionsOutput)
    .query(({ ctx }) => listConversations(ctx)),
});
