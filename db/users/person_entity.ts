import { defineEntity, p } from "@mikro-orm/core";

const PersonSchema = defineEntity({
  name: "PersonEntity",
  tableName: "people",
  properties: {
    userId: p.text().primary(),
    email: p.text().unique("people_email_key"),
    passwordHash: p.text(),
    role: p.text(),
    createdAt: p.datetime().columnType("timestamptz"),
    passwordChangedAt: p.datetime().columnType("timestamptz"),
    disabledAt: p.datetime().columnType("timestamptz").nullable(),
    /** All that stays known of someone who is erased. */
    tombstoneId: p.uuid().defaultRaw("gen_random_uuid()").unique("people_tombstone_id_key"),
  },
  indexes: [{
    name: "people_user_id_any_case",
    expression: `create unique index "people_user_id_any_case" on "people" (lower(user_id))`,
  }],
  checks: [
    { name: "people_role_check", expression: "role in ('user', 'admin')" },
    { name: "people_user_id_check", expression: "user_id ~ '^[A-Za-z0-9_-]{1,100}$'" },
    { name: "people_email_check", expression: "email = lower(email)" },
  ],
});

/** Someone with an account. */
export class PersonEntity extends PersonSchema.class {}
PersonSchema.setClass(PersonEntity);
