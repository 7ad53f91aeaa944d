import { defineEntity, p } from "@mikro-orm/core";

const ErasureSchema = defineEntity({
  name: "ErasureEntity",
  tableName: "erasures",
  properties: {
    tombstoneId: p.uuid().primary(),
    erasedAt: p.datetime().columnType("timestamptz"),
    /** The place outside of the database where it was noted too; null: not yet. */
    keptAt: p.text().nullable(),
  },
});

/** That a person was erased, by a random number that nothing else here has any more. */
export class ErasureEntity extends ErasureSchema.class {}
ErasureSchema.setClass(ErasureEntity);
