import { defineEntity, p } from "@mikro-orm/core";
import { ExactDecimal } from "../exact_decimal.ts";
import { ContestStakeEntity } from "./contest_stake_entity.ts";

const ContestPayoutSchema = defineEntity({
  name: "ContestPayoutEntity",
  tableName: "contest_payouts",
  properties: {
    stake: () =>
      p.manyToOne(ContestStakeEntity).primary().index(false).deleteRule("no action").updateRule(
        "no action",
      ),
    /** 0 to 1; null where the round is void. */
    score: p.double().nullable(),
    payout: p.type(ExactDecimal).columnType("numeric(38,8)"),
    /** The transaction that paid it. */
    transactionId: p.uuid(),
  },
  triggers: [{
    name: "contest_payouts_sealed",
    timing: "before",
    events: ["update", "delete"],
    expression:
      `create trigger "contest_payouts_sealed" before update or delete on "contest_payouts" for each row execute function "refuse_contest_change"()`,
  }],
  checks: [{
    name: "contest_payouts_range_check",
    expression:
      "payout >= '0'::numeric and score >= '0'::double precision and score <= '1'::double precision",
  }],
});

/** What one stake came back as. */
export class ContestPayoutEntity extends ContestPayoutSchema.class {}
ContestPayoutSchema.setClass(ContestPayoutEntity);
