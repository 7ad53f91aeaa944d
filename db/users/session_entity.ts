import { defineEntity, p } from "@mikro-orm/core";
import { ApiKeyEntity } from "./api_key_entity.ts";
import { PersonEntity } from "./person_entity.ts";

const SessionSchema = defineEntity({
  name: "SessionEntity",
  tableName: "sessions",
  properties: {
    id: p.uuid().primary(),
    user: () =>
      p.manyToOne(PersonEntity).fieldName("user_id").nullable().index("sessions_user_id_index")
        .deleteRule("cascade").updateRule("no action"),
    key: () =>
      p.manyToOne(ApiKeyEntity).fieldName("key_id").nullable().index(false).deleteRule("cascade")
        .updateRule("no action"),
    environmentKeyHash: p.text().nullable(),
    secretHash: p.text().unique("sessions_secret_hash_key"),
    userAgent: p.text(),
    createdAt: p.datetime().columnType("timestamptz"),
    lastSeenAt: p.datetime().columnType("timestamptz"),
    expiresAt: p.datetime().columnType("timestamptz"),
  },
  checks: [{
    name: "sessions_owner_check",
    expression: "num_nonnulls(user_id, key_id, environment_key_hash) = 1",
  }],
});

/** A browser or a program that is signed in; the cookie's secret itself is not stored. */
export class SessionEntity extends SessionSchema.class {}
SessionSchema.setClass(SessionEntity);
