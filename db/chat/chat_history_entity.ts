import { defineEntity, p } from "@mikro-orm/core";
import { ExactDecimal } from "../exact_decimal.ts";
import { ChatSessionEntity } from "./chat_session_entity.ts";

const ChatHistorySchema = defineEntity({
  name: "ChatHistoryEntity",
  tableName: "chat_history",
  properties: {
    id: p.bigint().primary(),
    session: () =>
      p.manyToOne(ChatSessionEntity).fieldName("session_id").deleteRule("cascade").updateRule(
        "no action",
      ).index(false),
    owner: p.text(),
    question: p.text(),
    questionHash: p.text(),
    answer: p.text(),
    status: p.text(),
    topicValid: p.boolean(),
    piiDetected: p.boolean(),
    contextUsed: p.json(),
    followUps: p.json(),
    answeredBy: p.text(),
    tokensInput: p.integer(),
    tokensOutput: p.integer(),
    costUsd: p.type(ExactDecimal),
    firstTokenMs: p.integer().nullable(),
    responseTimeMs: p.integer(),
    createdAt: p.datetime().columnType("timestamptz"),
  },
  indexes: [
    { name: "chat_history_session_index", properties: ["session", "id"] },
    { name: "chat_history_created_index", properties: ["createdAt"] },
  ],
  checks: [{
    name: "chat_history_status_check",
    expression: "status in ('completed', 'stopped', 'failed')",
  }],
});

/** A question that was answered, and its answer. */
export class ChatHistoryEntity extends ChatHistorySchema.class {}
ChatHistorySchema.setClass(ChatHistoryEntity);
