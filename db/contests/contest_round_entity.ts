import { defineEntity, p } from "@mikro-orm/core";
import { CryptocurrencyEntity } from "../candles/cryptocurrency_entity.ts";

const ContestRoundSchema = defineEntity({
  name: "ContestRoundEntity",
  tableName: "contest_rounds",
  properties: {
    id: p.bigint("number").primary().autoincrement(),
    crypto: () =>
      p.manyToOne(CryptocurrencyEntity).index(false).deleteRule("no action").updateRule(
        "no action",
      ),
    kind: p.text(),
    openedAt: p.datetime().columnType("timestamptz"),
    /** Entries are taken before this hour; the forecast is for 24 hours after it. */
    closesAt: p.datetime().columnType("timestamptz"),
    targetAt: p.datetime().columnType("timestamptz"),
    /** Price and usual daily move that misses are measured with, fixed with the first entry. */
    anchor: p.double(),
    usualMove: p.double(),
  },
  uniques: [{
    name: "contest_rounds_target_kind_crypto_key",
    properties: ["targetAt", "kind", "crypto"],
  }],
  triggers: [{
    name: "contest_rounds_sealed",
    timing: "before",
    events: ["update", "delete"],
    expression:
      `create trigger "contest_rounds_sealed" before update or delete on "contest_rounds" for each row execute function "refuse_contest_change"()`,
  }],
  checks: [
    { name: "contest_rounds_kind_check", expression: "kind in ('direction', 'distribution')" },
    {
      name: "contest_rounds_times_check",
      expression: "opened_at < closes_at and target_at = (closes_at + '24:00:00'::interval)",
    },
    {
      name: "contest_rounds_scale_check",
      expression:
        "anchor > '0'::double precision and anchor < 'Infinity'::double precision and usual_move > '0'::double precision and usual_move < 'Infinity'::double precision",
    },
  ],
});

/** One coin, one hour and one kind of forecast that coins are staked on. */
export class ContestRoundEntity extends ContestRoundSchema.class {}
ContestRoundSchema.setClass(ContestRoundEntity);
