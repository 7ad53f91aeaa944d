import { Migration } from "@mikro-orm/migrations";

const STATEMENTS = [
  // Rows that are rewritten every ten seconds: room on the page keeps them where they are.
  `create table "live_prices" (
     "symbol" text not null,
     "price" numeric not null,
     "at" timestamptz not null,
     "version" bigint not null,
     primary key ("symbol")
   ) with (fillfactor = 50)`,
  `create table "live_feed" (
     "id" int not null,
     "lease_owner" text null,
     "lease_until" timestamptz null,
     "next_poll_at" timestamptz not null,
     "watched_until" timestamptz null,
     "version" bigint not null,
     "whole_version" bigint not null,
     "polled_at" timestamptz null,
     "moved_at" timestamptz null,
     "failures" int not null,
     "failure" text null,
     "source" text null,
     "simulated" boolean not null,
     primary key ("id")
   ) with (fillfactor = 50)`,
  `alter table "live_feed" add constraint "live_feed_id_check" check (id = 1)`,
  `alter table "live_prices" add constraint "live_prices_price_check"
     check (price > (0)::numeric)`,
  `insert into live_feed (id, next_poll_at, version, whole_version, failures, simulated)
     values (1, now(), 0, 0, 0, false)`,
];

/** The newest price of each coin between candles, and who asks the exchange for it. */
export class LivePricesMigration extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
