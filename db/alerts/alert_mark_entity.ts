import { defineEntity, p } from "@mikro-orm/core";
import { PersonEntity } from "../users/person_entity.ts";

const AlertMarkSchema = defineEntity({
  name: "AlertMarkEntity",
  tableName: "alert_marks",
  properties: {
    recipient: p.text().primary(),
    subject: p.text().primary(),
    user: () =>
      p.manyToOne(PersonEntity).fieldName("user_id").nullable().index("alert_marks_user_id_index")
        .deleteRule("cascade").updateRule("no action"),
    at: p.datetime().columnType("timestamptz").nullable(),
    value: p.double().nullable(),
    isOn: p.boolean(),
    mutedUntil: p.datetime().columnType("timestamptz").nullable(),
  },
});

/** When someone was last alerted of a subject, and at what price: cool-downs outlive a restart. */
export class AlertMarkEntity extends AlertMarkSchema.class {}
AlertMarkSchema.setClass(AlertMarkEntity);
