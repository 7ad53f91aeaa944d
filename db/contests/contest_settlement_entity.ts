import { defineEntity, p } from "@mikro-orm/core";
import { ExactDecimal } from "../exact_decimal.ts";
import { ContestRoundEntity } from "./contest_round_entity.ts";

const ContestSettlementSchema = defineEntity({
  name: "ContestSettlementEntity",
  tableName: "contest_settlements",
  properties: {
    round: () =>
      p.manyToOne(ContestRoundEntity).primary().index(false).deleteRule("no action").updateRule(
        "no action",
      ),
    outcome: p.text(),
    /** Why it is void. */
    reason: p.text().nullable(),
    /** Close of the hour at which entries closed, and where its candle is from. */
    referencePrice: p.type(ExactDecimal).nullable(),
    referenceSource: p.text().nullable(),
    /** Close of the hour that was forecast. */
    actualPrice: p.type(ExactDecimal).nullable(),
    actualSource: p.text().nullable(),
    stakes: p.integer(),
    pool: p.type(ExactDecimal).columnType("numeric(38,8)"),
    /** The forecasts weighted by their stakes, and its score. */
    crowd: p.json().nullable(),
    crowdScore: p.double().nullable(),
    /** What was sealed for the same hours at `closes_at`; no model id: the naive forecast. */
    model: p.json().nullable(),
    modelScore: p.double().nullable(),
    modelId: p.text().nullable(),
    publicationId: p.bigint("number").nullable(),
    settledAt: p.datetime().columnType("timestamptz"),
  },
  triggers: [{
    name: "contest_settlements_sealed",
    timing: "before",
    events: ["update", "delete"],
    expression:
      `create trigger "contest_settlements_sealed" before update or delete on "contest_settlements" for each row execute function "refuse_contest_change"()`,
  }],
  checks: [
    { name: "contest_settlements_outcome_check", expression: "outcome in ('settled', 'void')" },
    {
      name: "contest_settlements_prices_check",
      expression:
        "case outcome when 'settled' then reference_price is not null and actual_price is not null and reference_source is not null and actual_source is not null else reason is not null end",
    },
  ],
});

/** How a round ended; there is one at most, and it is never changed. */
export class ContestSettlementEntity extends ContestSettlementSchema.class {}
ContestSettlementSchema.setClass(ContestSettlementEntity);
