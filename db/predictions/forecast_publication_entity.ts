import { defineEntity, p } from "@mikro-orm/core";
import { ModelEntity } from "../models/model_entity.ts";

const ForecastPublicationSchema = defineEntity({
  name: "ForecastPublicationEntity",
  tableName: "forecast_publications",
  properties: {
    id: p.bigint("number").primary().autoincrement(),
    // A model that has published stays: without it its forecasts would look like the naive one's.
    model: () => p.manyToOne(ModelEntity).nullable().index(false).deleteRule("no action"),
    madeAt: p.datetime().columnType("timestamptz"),
    publishedAt: p.datetime().columnType("timestamptz"),
    horizonHours: p.integer(),
    isFallback: p.boolean(),
    reason: p.text().nullable(),
    /** Written when the first hour it speaks of was over: kept, never scored. */
    isLate: p.boolean(),
    /** What adaptive conformal inference made of the ranges, see `AdaptedRanges`. */
    ranges: p.json().nullable(),
    /** How many coins it holds. */
    forecasts: p.integer(),
    /** Hash of the publication before. */
    prevHash: p.text().unique("forecast_publications_prev_hash_key"),
    /** SHA-256 over `prevHash`, the header and the hashes of the rows, see `seal.ts`. */
    hash: p.text().unique("forecast_publications_hash_key"),
  },
  indexes: [{
    // The naive forecast has no model, and NULLs are all different to a plain unique constraint.
    name: "forecast_publications_made_at_model_key",
    expression:
      `create unique index "forecast_publications_made_at_model_key" on "forecast_publications" ("made_at", coalesce(model_id, ''))`,
  }],
  triggers: [{
    name: "forecast_publications_sealed",
    timing: "before",
    events: ["update", "delete"],
    expression:
      `create trigger "forecast_publications_sealed" before update or delete on "forecast_publications" for each row execute function "refuse_change"()`,
  }, {
    name: "forecast_publications_change",
    timing: "after",
    events: ["insert"],
    expression:
      `create trigger "forecast_publications_change" after insert on "forecast_publications" for each statement execute function "note_change"('forecasts')`,
  }],
  checks: [
    {
      name: "forecast_publications_late_check",
      expression: "is_late = (published_at >= (made_at + '01:00:00'::interval))",
    },
    { name: "forecast_publications_horizon_check", expression: "horizon_hours > 0" },
    {
      name: "forecast_publications_reason_check",
      expression: "not is_fallback or reason is not null",
    },
  ],
});

/** One set of forecasts, made and published together. */
export class ForecastPublicationEntity extends ForecastPublicationSchema.class {}
ForecastPublicationSchema.setClass(ForecastPublicationEntity);
