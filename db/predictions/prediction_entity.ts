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
    q10: p.double().fieldName("q10").nullable(),
    q25: p.double().fieldName("q25"),
    q50: p.double().fieldName("q50"),
    q75: p.double().fieldName("q75"),
    q90: p.double().fieldName("q90").nullable(),
    q95: p.double().fieldName("q95"),
    /** Trailing hourly volatility of the coin when it was made: the unit of the ranges' offsets. */
    volatility: p.double().nullable(),
    probabilityUp: p.double(),
    confidence: p.double(),
    called: p.boolean().default(false),
    callReason: p.text().nullable(),
    /** q05, q25, q50, q75, q95 of the first hour, then of the second, up to the horizon. */
    path: p.array<number>().columnType("double precision[]"),
    /** The same of the naive forecast made at the same moment. */
    naivePath: p.array<number>().columnType("double precision[]").nullable(),
    /** What moved the forecast. */
    attribution: p.json().nullable(),
    /** SHA-256 of all other columns as text, see `seal.ts`. */
    rowHash: p.text(),
  },
  indexes: [{
    name: "predictions_crypto_id_publication_id_index",
    properties: ["crypto", "publication"],
  }],
  // Literals as PostgreSQL writes them back, else the schema comparison sees a difference.
  triggers: [{
    name: "predictions_sealed",
    timing: "before",
    events: ["update", "delete"],
    expression:
      `create trigger "predictions_sealed" before update or delete on "predictions" for each row execute function "refuse_change"()`,
  }],
  checks: [
    {
      name: "predictions_quantiles_check",
      expression:
        "q05 > '0'::double precision and q05 <= q25 and q25 <= q50 and q50 <= q75 and q75 <= q95 and q95 < 'Infinity'::double precision",
    },
    {
      name: "predictions_probability_check",
      expression:
        "probability_up >= '0'::double precision and probability_up <= '1'::double precision and confidence >= '0'::double precision and confidence <= '1'::double precision and close > '0'::double precision and close < 'Infinity'::double precision",
    },
    {
      name: "predictions_eighty_check",
      expression: "q05 <= q10 and q10 <= q25 and q75 <= q90 and q90 <= q95",
    },
  ],
});

/** One coin's forecast in a publication. */
export class PredictionEntity extends PredictionSchema.class {}
PredictionSchema.setClass(PredictionEntity);
