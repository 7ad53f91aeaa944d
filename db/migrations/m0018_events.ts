import { Migration } from "@mikro-orm/migrations";

const TABLE = [
  `create table "live_events" (
     "id" bigserial primary key,
     "topic" text not null,
     "xact" bigint not null,
     "at" timestamptz not null
  )`,
  `create index "live_events_xact_index" on "live_events" ("xact")`,
];

// One event for a topic in a transaction, however often it is touched. Listeners are told when the
// transaction commits; who was away finds the row. The number of the transaction is kept because ids
// commit out of order: what is at or above the oldest open transaction may be new to a reader.
const NOTIFY = `create function "notify_change"(p_topic text) returns void language plpgsql as $$
declare
  v_xact bigint := pg_current_xact_id()::text::bigint;
  v_id bigint;
begin
  if exists (select from live_events e where e.xact = v_xact and e.topic = p_topic) then
    return;
  end if;
  insert into live_events (topic, xact, at) values (p_topic, v_xact, clock_timestamp())
    returning id into v_id;
  perform pg_notify('live_events', v_id || ' ' || p_topic);
end $$`;

const NOTE = `create function "note_change"() returns trigger language plpgsql as $$
begin
  perform notify_change(tg_argv[0]);
  return null;
end $$`;

// A lease that is renewed without news wakes nobody.
const TRIGGERS = [
  `create trigger "job_runs_begin" after insert on "job_runs" for each statement
     execute function note_change('jobs')`,
  `create trigger "job_runs_change" after update on "job_runs" for each row
     when ((old.status, old.progress, old.owner, old.attempt)
       is distinct from (new.status, new.progress, new.owner, new.attempt))
     execute function note_change('jobs')`,
  `create trigger "forecast_publications_change" after insert on "forecast_publications"
     for each statement execute function note_change('forecasts')`,
  `create trigger "models_change" after insert or update on "models" for each statement
     execute function note_change('models')`,
];

/** What has changed of late, by topic, for every process that shows it live. */
export class EventsMigration extends Migration {
  override up(): void {
    for (const statement of [...TABLE, NOTIFY, NOTE, ...TRIGGERS]) this.addSql(statement);
  }
}
