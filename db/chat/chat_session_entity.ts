import { defineEntity, p } from "@mikro-orm/core";

const ChatSessionSchema = defineEntity({
  name: "ChatSessionEntity",
  tableName: "chat_sessions",
  properties: {
    sessionId: p.text().primary(),
    owner: p.text(),
    title: p.text(),
    createdAt: p.datetime().columnType("timestamptz"),
    updatedAt: p.datetime().columnType("timestamptz"),
  },
  indexes: [{ name: "chat_sessions_owner_index", properties: ["owner", "updatedAt"] }],
});

/** A conversation and whose it is. */
export class ChatSessionEntity extends ChatSessionSchema.class {}
ChatSessionSchema.setClass(ChatSessionEntity);
