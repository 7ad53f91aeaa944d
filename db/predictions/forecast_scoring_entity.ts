import { defineEntity, p } from "@mikro-orm/core";
import { ForecastPublicationEntity } from "./forecast_publication_entity.ts";

const ForecastScoringSchema = defineEntity({
  name: "ForecastScoringEntity",
  tableName: "forecast_scorings",
  properties: {
    publication: () =>
      p.manyToOne(ForecastPublicationEntity).primary().index(false).deleteRule("no action")
        .updateRule("no action"),
    finishedAt: p.datetime().columnType("timestamptz"),
  },
});

/** A publication of which every hour is scored or known to be unscorable: not looked at again. */
export class ForecastScoringEntity extends ForecastScoringSchema.class {}
ForecastScoringSchema.setClass(ForecastScoringEntity);
