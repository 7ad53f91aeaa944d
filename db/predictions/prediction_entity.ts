import { defineEntity, p } from "@mikro-orm/core";
import { CryptocurrencyEntity } from "../candles/cryptocurrency_entity.ts";
import { ForecastPublicationEntity } from "./forecast_publication_entity.ts";

const PredictionSchema = defineEntity({
  name: "PredictionEntity",
  tableName: "predictions",
  properties: {
    publication: () =>
      p.manyToOne(ForecastPublicationEntity).primary().deleteRule("cascade").updateRule(
        "no action",
      ),
    crypto: () =>
      p.manyToOne(CryptocurrencyEntity).primary().index(false).deleteRule("no action").updateRule(
        "no action",
      ),
    close: p.double(),
    q05: p.double().fieldName("q05"),
    q25: p.double().fieldName("q25"),
    q50: p.double().fieldName("q50"),
    q75: p.double().fieldName("q75"),
    q95: p.double().fieldName("q95"),
    probabilityUp: p.double(),
    confidence: p.double(),
    called: p.boolean().default(false),
    /** The hourly quantiles up to the horizon. */
    path: p.json(),
    actualClose: p.double().nullable(),
    scoredAt: p.datetime().columnType("timestamptz").nullable(),
  },
  indexes: [{
    name: "predictions_crypto_id_publication_id_index",
    properties: ["crypto", "publication"],
  }],
  checks: [
    {
      name: "predictions_quantiles_check",
      expression:
        "q05 > 0 and q05 <= q25 and q25 <= q50 and q50 <= q75 and q75 <= q95 and q95 < 'infinity'",
    },
    {
      name: "predictions_probability_check",
      expression:
        "probability_up between 0 and 1 and confidence between 0 and 1 and close > 0 and close < 'infinity'",
    },
  ],
});

/** One coin's forecast in a publication. */
export class PredictionEntity extends PredictionSchema.class {}
PredictionSchema.setClass(PredictionEntity);
