import { defineEntity, p } from "@mikro-orm/core";
import { ExactDecimal } from "../exact_decimal.ts";
import { ChatHistoryEntity } from "./chat_history_entity.ts";

const QueryAuditSchema = defineEntity({
  name: "QueryAuditEntity",
  tableName: "query_audit_log",
  properties: {
    id: p.bigint().primary(),
    sessionId: p.text(),
    owner: p.text(),
    chatHistory: () =>
      p.manyToOne(ChatHistoryEntity).fieldName("chat_history_id").nullable().deleteRule("set null")
        .updateRule("no action").index("query_audit_log_chat_history_index"),
    questionSanitized: p.text().nullable(),
    questionHash: p.text(),
    piiPatternsDetected: p.array().columnType("text[]"),
    topicValidationResult: p.text(),
    rejected: p.boolean(),
    rejectionReason: p.text().nullable(),
    steps: p.json(),
    costUsd: p.type(ExactDecimal),
    ipAddress: p.text().nullable(),
    userAgent: p.text().nullable(),
    requestId: p.text(),
    createdAt: p.datetime().columnType("timestamptz"),
  },
  indexes: [{ name: "query_audit_log_created_index", properties: ["createdAt"] }],
  checks: [{
    name: "query_audit_log_rejection_reason_check",
    expression: "rejection_reason in ('pii_detected', 'invalid_topic')",
  }],
});

/** That a question was asked and what became of it; never more of its text than was safe to keep. */
export class QueryAuditEntity extends QueryAuditSchema.class {}
QueryAuditSchema.setClass(QueryAuditEntity);
