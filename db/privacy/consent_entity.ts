import { defineEntity, p } from "@mikro-orm/core";
import { PersonEntity } from "../users/person_entity.ts";

const ConsentSchema = defineEntity({
  name: "ConsentEntity",
  tableName: "consents",
  properties: {
    id: p.bigint().primary(),
    user: () =>
      p.manyToOne(PersonEntity).fieldName("user_id").index("consents_user_id_index")
        .deleteRule("cascade").updateRule("no action"),
    purpose: p.text(),
    granted: p.boolean(),
    at: p.datetime().columnType("timestamptz"),
  },
});

/** A consent that was given or taken back: the newest row of a purpose is what holds. */
export class ConsentEntity extends ConsentSchema.class {}
ConsentSchema.setClass(ConsentEntity);
