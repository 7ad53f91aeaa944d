import { defineEntity, p } from "@mikro-orm/core";
import { PersonEntity } from "./person_entity.ts";

const ApiKeySchema = defineEntity({
  name: "ApiKeyEntity",
  tableName: "api_keys",
  properties: {
    id: p.integer().primary().autoincrement(),
    prefix: p.text().unique("api_keys_prefix_key"),
    secretHash: p.text(),
    role: p.text(),
    name: p.text().nullable(),
    createdAt: p.datetime().columnType("timestamptz"),
    expiresAt: p.datetime().columnType("timestamptz").nullable(),
    revokedAt: p.datetime().columnType("timestamptz").nullable(),
    lastUsedAt: p.datetime().columnType("timestamptz").nullable(),
    user: () =>
      p.manyToOne(PersonEntity).fieldName("user_id").nullable().index("api_keys_user_id_index")
        .deleteRule("cascade").updateRule("no action"),
    replacedBy: p.integer().nullable(),
  },
  checks: [{ name: "api_keys_role_check", expression: "role in ('user', 'admin')" }],
});

/** A key to the API; the secret itself is not stored. */
export class ApiKeyEntity extends ApiKeySchema.class {}
ApiKeySchema.setClass(ApiKeyEntity);
