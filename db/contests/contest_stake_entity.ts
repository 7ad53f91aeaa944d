import { defineEntity, p } from "@mikro-orm/core";
import { ExactDecimal } from "../exact_decimal.ts";
import { ContestRoundEntity } from "./contest_round_entity.ts";

const ContestStakeSchema = defineEntity({
  name: "ContestStakeEntity",
  tableName: "contest_stakes",
  properties: {
    id: p.bigint("number").primary().autoincrement(),
    round: () =>
      p.manyToOne(ContestRoundEntity).index(false).deleteRule("no action").updateRule("no action"),
    userId: p.text(),
    amount: p.type(ExactDecimal).columnType("numeric(38,8)"),
    /** Of a direction: the probability that the price rises. */
    probabilityUp: p.double().nullable(),
    /** Of a distribution: prices at 5, 25, 50, 75 and 95 %. */
    quantiles: p.array<number>().columnType("double precision[]").nullable(),
    /** The transaction that moved the stake. */
    transactionId: p.uuid(),
    madeAt: p.datetime().columnType("timestamptz"),
  },
  uniques: [
    { name: "contest_stakes_round_user_key", properties: ["round", "userId"] },
    { name: "contest_stakes_transaction_key", properties: ["transactionId"] },
  ],
  indexes: [{ name: "contest_stakes_user_id_index", properties: ["userId"] }],
  triggers: [
    {
      name: "contest_stakes_sealed",
      timing: "before",
      events: ["update", "delete"],
      expression:
        `create trigger "contest_stakes_sealed" before update or delete on "contest_stakes" for each row execute function "refuse_contest_change"()`,
    },
    {
      name: "contest_stakes_in_time",
      timing: "before",
      events: ["insert"],
      expression:
        `create trigger "contest_stakes_in_time" before insert on "contest_stakes" for each row execute function "refuse_late_stake"()`,
    },
  ],
  checks: [
    { name: "contest_stakes_amount_check", expression: "amount > '0'::numeric" },
    {
      name: "contest_stakes_forecast_check",
      expression: "(probability_up is null) <> (quantiles is null)",
    },
    {
      name: "contest_stakes_probability_check",
      expression:
        "probability_up >= '0'::double precision and probability_up <= '1'::double precision",
    },
    { name: "contest_stakes_quantiles_check", expression: "cardinality(quantiles) = 5" },
  ],
});

/** One person's forecast in a round and what is staked on it; never changed. */
export class ContestStakeEntity extends ContestStakeSchema.class {}
ContestStakeSchema.setClass(ContestStakeEntity);
