import { defineEntity, p } from "@mikro-orm/core";
import { PredictionEntity } from "./prediction_entity.ts";

const ForecastScoreSchema = defineEntity({
  name: "ForecastScoreEntity",
  tableName: "forecast_scores",
  properties: {
    prediction: () =>
      p.manyToOne(PredictionEntity).primary().index(false)
        .joinColumns("publication_id", "crypto_id")
        .deleteRule("no action").updateRule("no action"),
    horizonHours: p.integer().primary(),
    targetAt: p.datetime().columnType("timestamptz"),
    /** Why there is no outcome and never will be. */
    unscorableReason: p.text().nullable(),
    /** Close of the hour that was forecast, USD. */
    actual: p.double().nullable(),
    hit: p.boolean().nullable(),
    in50: p.boolean().fieldName("in_50").nullable(),
    in80: p.boolean().fieldName("in_80").nullable(),
    in90: p.boolean().fieldName("in_90").nullable(),
    naiveIn90: p.boolean().fieldName("naive_in_90").nullable(),
    error: p.float().nullable(),
    naiveError: p.float().nullable(),
    pinball: p.float().nullable(),
    naivePinball: p.float().nullable(),
    winkler90: p.float().fieldName("winkler_90").nullable(),
    naiveWinkler90: p.float().fieldName("naive_winkler_90").nullable(),
    scoredAt: p.datetime().columnType("timestamptz"),
  },
  triggers: [{
    name: "forecast_scores_sealed",
    timing: "before",
    events: ["update", "delete"],
    expression:
      `create trigger "forecast_scores_sealed" before update or delete on "forecast_scores" for each row execute function "refuse_change"()`,
  }],
  checks: [{
    name: "forecast_scores_outcome_check",
    expression: "(actual is null) <> (unscorable_reason is null)",
  }],
});

/** What came of one hour of one coin's forecast; never part of what is sealed. */
export class ForecastScoreEntity extends ForecastScoreSchema.class {}
ForecastScoreSchema.setClass(ForecastScoreEntity);
