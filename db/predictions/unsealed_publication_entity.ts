import { defineEntity, p } from "@mikro-orm/core";

const UnsealedPublicationSchema = defineEntity({
  name: "UnsealedPublicationEntity",
  tableName: "unsealed_publications",
  properties: {
    id: p.bigint("number").primary().autoincrement(false),
    madeAt: p.datetime().columnType("timestamptz"),
    /** Its row, in the columns that release 0.1.0 had. */
    publication: p.json(),
    /** The rows of its forecasts, likewise. */
    predictions: p.json(),
  },
  triggers: [{
    name: "unsealed_publications_sealed",
    timing: "before",
    events: ["update", "delete"],
    expression:
      `create trigger "unsealed_publications_sealed" before update or delete on "unsealed_publications" for each row execute function "refuse_change"()`,
  }],
});

/**
 * A publication of a release that did not seal them: kept for whoever wants to look it up, no part of
 * the record, for nothing proves that it is what was published.
 */
export class UnsealedPublicationEntity extends UnsealedPublicationSchema.class {}
UnsealedPublicationSchema.setClass(UnsealedPublicationEntity);
