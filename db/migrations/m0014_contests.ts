import { Migration } from "@mikro-orm/migrations";

const TABLES = [
  `create table "contest_rounds" (
     "id" bigserial primary key,
     "crypto_id" int not null,
     "kind" text not null,
     "opened_at" timestamptz not null,
     "closes_at" timestamptz not null,
     "target_at" timestamptz not null,
     "anchor" double precision not null,
     "usual_move" double precision not null
  )`,
  `alter table "contest_rounds"
     add constraint "contest_rounds_crypto_id_foreign" foreign key ("crypto_id")
     references "cryptocurrencies" ("id") on update no action on delete no action`,
  `alter table "contest_rounds"
     add constraint "contest_rounds_target_kind_crypto_key"
     unique ("target_at", "kind", "crypto_id")`,
  `alter table "contest_rounds"
     add constraint "contest_rounds_kind_check" check (kind in ('direction', 'distribution'))`,
  `alter table "contest_rounds"
     add constraint "contest_rounds_times_check"
     check (opened_at < closes_at and target_at = (closes_at + '24:00:00'::interval))`,
  `alter table "contest_rounds"
     add constraint "contest_rounds_scale_check"
     check (anchor > '0'::double precision and anchor < 'Infinity'::double precision and usual_move > '0'::double precision and usual_move < 'Infinity'::double precision)`,
  `create table "contest_stakes" (
     "id" bigserial primary key,
     "round_id" bigint not null,
     "user_id" text not null,
     "amount" numeric(38,8) not null,
     "probability_up" double precision null,
     "quantiles" double precision[] null,
     "transaction_id" uuid not null,
     "made_at" timestamptz not null
  )`,
  `alter table "contest_stakes"
     add constraint "contest_stakes_round_id_foreign" foreign key ("round_id")
     references "contest_rounds" ("id") on update no action on delete no action`,
  `alter table "contest_stakes"
     add constraint "contest_stakes_round_user_key" unique ("round_id", "user_id")`,
  `alter table "contest_stakes"
     add constraint "contest_stakes_transaction_key" unique ("transaction_id")`,
  `create index "contest_stakes_user_id_index" on "contest_stakes" ("user_id")`,
  `alter table "contest_stakes"
     add constraint "contest_stakes_amount_check" check (amount > '0'::numeric)`,
  `alter table "contest_stakes"
     add constraint "contest_stakes_forecast_check"
     check ((probability_up is null) <> (quantiles is null))`,
  `alter table "contest_stakes"
     add constraint "contest_stakes_probability_check"
     check (probability_up >= '0'::double precision and probability_up <= '1'::double precision)`,
  `alter table "contest_stakes"
     add constraint "contest_stakes_quantiles_check" check (cardinality(quantiles) = 5)`,
];

const OUTCOMES = [
  `create table "contest_settlements" (
     "round_id" bigint not null,
     "outcome" text not null,
     "reason" text null,
     "reference_price" numeric null,
     "reference_source" text null,
     "actual_price" numeric null,
     "actual_source" text null,
     "stakes" int not null,
     "pool" numeric(38,8) not null,
     "crowd" jsonb null,
     "crowd_score" double precision null,
     "model" jsonb null,
     "model_score" double precision null,
     "model_id" text null,
     "publication_id" bigint null,
     "settled_at" timestamptz not null,
     primary key ("round_id")
  )`,
  `alter table "contest_settlements"
     add constraint "contest_settlements_round_id_foreign" foreign key ("round_id")
     references "contest_rounds" ("id") on update no action on delete no action`,
  `alter table "contest_settlements"
     add constraint "contest_settlements_outcome_check" check (outcome in ('settled', 'void'))`,
  `alter table "contest_settlements"
     add constraint "contest_settlements_prices_check"
     check (case outcome when 'settled' then reference_price is not null and actual_price is not null and reference_source is not null and actual_source is not null else reason is not null end)`,
  `create table "contest_payouts" (
     "stake_id" bigint not null,
     "score" double precision null,
     "payout" numeric(38,8) not null,
     "transaction_id" uuid not null,
     primary key ("stake_id")
  )`,
  `alter table "contest_payouts"
     add constraint "contest_payouts_stake_id_foreign" foreign key ("stake_id")
     references "contest_stakes" ("id") on update no action on delete no action`,
  `alter table "contest_payouts"
     add constraint "contest_payouts_range_check"
     check (payout >= '0'::numeric and score >= '0'::double precision and score <= '1'::double precision)`,
];

const SEALED = ["contest_rounds", "contest_stakes", "contest_settlements", "contest_payouts"];

/** What was staked, and how it ended, stays as it is; no stake enters a round that is closed. */
const GUARD = [
  `create function "refuse_contest_change"() returns trigger language plpgsql as $$
   begin
     raise exception 'Staked forecasts are sealed: % of % is refused.', tg_op, tg_table_name;
   end $$`,
  ...SEALED.flatMap((table) => [
    `create trigger "${table}_sealed" before update or delete on "${table}"
       for each row execute function "refuse_contest_change"()`,
    `create trigger "${table}_kept" before truncate on "${table}"
       for each statement execute function "refuse_contest_change"()`,
  ]),
  `create function "refuse_late_stake"() returns trigger language plpgsql as $$
   begin
     if exists (select from contest_rounds r where r.id = new.round_id
         and (new.made_at >= r.closes_at or new.made_at < r.opened_at
           or (r.kind = 'direction') <> (new.probability_up is not null)))
       or exists (select from contest_settlements s where s.round_id = new.round_id)
     then
       raise exception 'Round % takes no such stake at %.', new.round_id, new.made_at;
     end if;
     return new;
   end $$`,
  `create trigger "contest_stakes_in_time" before insert on "contest_stakes"
     for each row execute function "refuse_late_stake"()`,
];

/**
 * A settlement is several postings in one transaction. Without this they would lock in the order of
 * the payments, a transfer between two of the people in the order of ids, and one of them would be a
 * deadlock's victim. Locking takes the right to change, which only the writer's role has.
 */
const LOCK = [
  `create function "lock_forecast_stakes"(p_owners text[]) returns void
   language plpgsql security definer set search_path from current as $$
   begin
     perform from ledger_accounts
       where owner = any(p_owners) and kind in ('available', 'forecast_stake')
       order by id for update;
   end $$`,
  `do $$
   begin
     if exists (select from pg_roles where rolname = 'ledger_writer') then
       execute format('grant create on schema %I to ledger_writer', current_schema());
       alter function lock_forecast_stakes(text[]) owner to ledger_writer;
       execute format('revoke create on schema %I from ledger_writer', current_schema());
     end if;
   exception when insufficient_privilege then
     null;
   end $$`,
];

/** Stakes on forecasts: rounds, what was said, how it ended. */
export class ContestsMigration extends Migration {
  override up(): void {
    for (const statement of [...TABLES, ...OUTCOMES, ...GUARD, ...LOCK]) this.addSql(statement);
  }
}
