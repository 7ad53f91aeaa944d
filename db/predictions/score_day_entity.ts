import { defineEntity, p } from "@mikro-orm/core";

const ScoreDaySchema = defineEntity({
  name: "ScoreDayEntity",
  tableName: "score_days",
  properties: {
    /** UTC day of the target hour's close. */
    day: p.date().primary(),
    cryptoId: p.integer().primary(),
    /** Empty: the naive forecast. */
    modelId: p.text().primary(),
    horizonHours: p.integer().primary(),
    forecasts: p.integer(),
    scored: p.integer(),
    hits: p.integer(),
    misses: p.integer(),
    in50: p.integer().fieldName("in_50"),
    in80: p.integer().fieldName("in_80"),
    with80: p.integer().fieldName("with_80"),
    in90: p.integer().fieldName("in_90"),
    withNaive: p.integer().fieldName("with_naive"),
    naiveIn90: p.integer().fieldName("naive_in_90"),
    error: p.double(),
    naiveError: p.double(),
    pinball: p.double(),
    naivePinball: p.double(),
    winkler90: p.double().fieldName("winkler_90"),
    naiveWinkler90: p.double().fieldName("naive_winkler_90"),
  },
});

/** Sums of scores by day, so that a year's record of all coins is read at once. */
export class ScoreDayEntity extends ScoreDaySchema.class {}
ScoreDaySchema.setClass(ScoreDayEntity);
