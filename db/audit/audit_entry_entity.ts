import { defineEntity, p } from "@mikro-orm/core";

const AuditEntrySchema = defineEntity({
  name: "AuditEntryEntity",
  tableName: "audit_log",
  properties: {
    id: p.bigint().primary(),
    kind: p.text(),
    act: p.text(),
    actorKind: p.text(),
    actor: p.text(),
    actorUserId: p.text().nullable(),
    target: p.text().nullable(),
    details: p.json(),
    requestId: p.text().nullable(),
    at: p.datetime().columnType("timestamptz"),
  },
  indexes: [{ name: "audit_log_at_index", properties: ["at"] }],
  triggers: [{
    name: "audit_log_kept",
    timing: "before",
    events: ["update", "delete"],
    expression:
      `create trigger "audit_log_kept" before update or delete on "audit_log" for each row execute function "keep_audit_log"()`,
  }],
  checks: [
    { name: "audit_log_kind_check", expression: "kind in ('act', 'chat')" },
    {
      name: "audit_log_actor_kind_check",
      expression: "actor_kind in ('anonymous', 'person', 'key', 'job', 'task')",
    },
  ],
});

/** Something an administrator did, or a question that was asked: who, what, to what, when. */
export class AuditEntryEntity extends AuditEntrySchema.class {}
AuditEntrySchema.setClass(AuditEntryEntity);
