import { Migration } from "@mikro-orm/migrations";

const TABLE = [
  `create table "candle_months" (
     "crypto_id" int not null,
     "first_hour" timestamptz not null,
     "last_hour" timestamptz not null,
     primary key ("crypto_id", "first_hour")
  )`,
  `alter table "candle_months"
     add constraint "candle_months_span_check"
     check (last_hour > first_hour)`,
  `alter table "candle_months"
     add constraint "candle_months_crypto_id_foreign"
     foreign key ("crypto_id") references "cryptocurrencies" ("id")`,
];

// Whatever takes a closed candle away takes its month's row away, whoever does it and however. The
// lock is the one under which months are found to be complete: neither overlooks the other.
const FORGET = [
  `create function "forget_candle_months"() returns trigger language plpgsql as $$
   begin
     lock table candle_months in share row exclusive mode;
     if tg_op = 'TRUNCATE' then
       delete from candle_months;
     elsif tg_op = 'DELETE' then
       delete from candle_months m using gone g
         where m.crypto_id = g.crypto_id and g.open_time between m.first_hour and m.last_hour;
     else
       delete from candle_months m
         where m.crypto_id = old.crypto_id and old.open_time between m.first_hour and m.last_hour;
     end if;
     return null;
   end $$`,
  `create trigger "candles_deleted" after delete on "candles"
     referencing old table as gone for each statement execute function forget_candle_months()`,
  `create trigger "candles_emptied" after truncate on "candles"
     for each statement execute function forget_candle_months()`,
  `create trigger "candles_reopened" after update on "candles" for each row
     when (old.is_closed and (not new.is_closed or old.crypto_id <> new.crypto_id
       or old.open_time <> new.open_time)) execute function forget_candle_months()`,
];

// By default a table is looked after when a fifth of it is new: of 50 million rows, that is every
// eleven years. A month of a hundred coins is little work.
const AUTOVACUUM = `alter table "candles" set (
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 72000,
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 72000,
  autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 72000)`;

/** Which months of which coins are complete, so that nobody counts their hours again. */
export class CandleMonthsMigration extends Migration {
  override up(): void {
    for (const statement of [...TABLE, ...FORGET, AUTOVACUUM]) this.addSql(statement);
  }
}
