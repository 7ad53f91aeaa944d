import { Migration } from "@mikro-orm/migrations";

// Not logged: a crash of the database empties it, which opens windows of a minute a little early. In
// return a charge writes no log and waits for no disk.
const TABLE = `create unlogged table "request_limits" (
  "subject" text not null,
  "started_us" bigint[] not null,
  "hits" int[] not null,
  "expires_at" timestamptz not null,
  primary key ("subject")
) with (fillfactor = 50)`;

// A sliding log. An entry counts the hits of \`v_width\` microseconds (one, up to a cap of 120; above,
// a 120th of the window) and is forgotten when the last of them may be: at no time does a window hold more than the cap. The clock
// is the database's, read under the row's lock, so instances need not agree on the time.
const CHARGE = `create function "charge_limits"(
  p_subjects text[], p_wanted int[], p_caps int[], p_windows_ms int[]
) returns table (granted int, remaining int, reset_ms int) language plpgsql as $$
declare
  v_now bigint; v_window bigint; v_width bigint; v_used int; v_last int;
  v_started bigint[]; v_hits int[];
begin
  for i in 1 .. cardinality(p_subjects) loop
    select l.started_us, l.hits into v_started, v_hits
      from request_limits l where l.subject = p_subjects[i] for update;
    if not found then
      insert into request_limits values (p_subjects[i], '{}', '{}', clock_timestamp() + '1 min')
        on conflict do nothing;
      select l.started_us, l.hits into strict v_started, v_hits
        from request_limits l where l.subject = p_subjects[i] for update;
    end if;
    v_window := p_windows_ms[i] * 1000::bigint;
    v_width := case when p_caps[i] <= 120 then 1 else v_window / 120 end;
    v_now := greatest(
      (extract(epoch from clock_timestamp()) * 1000000)::bigint,
      v_started[cardinality(v_started)]
    );
    select coalesce(array_agg(e.s order by e.s), '{}'), coalesce(array_agg(e.n order by e.s), '{}'),
           coalesce(sum(e.n), 0)
      into v_started, v_hits, v_used
      from unnest(v_started, v_hits) as e(s, n)
      where e.s + v_width - 1 + v_window > v_now;
    granted := greatest(0, least(p_wanted[i], p_caps[i] - v_used));
    remaining := greatest(0, p_caps[i] - v_used - granted);
    if granted > 0 then
      v_last := cardinality(v_started);
      if v_last > 0 and v_now < v_started[v_last] + v_width then
        v_hits[v_last] := v_hits[v_last] + granted;
      else
        v_started := v_started || v_now;
        v_hits := v_hits || granted;
      end if;
      update request_limits l
        set started_us = v_started, hits = v_hits,
            expires_at = clock_timestamp() + make_interval(secs => (v_window + v_width) / 1e6)
        where l.subject = p_subjects[i];
    end if;
    reset_ms := ceil((coalesce(v_started[1], v_now) + v_width - 1 + v_window - v_now) / 1000.0);
    return next;
  end loop;
end $$`;

/** Who has called how often of late, counted over every instance. */
export class LimitsMigration extends Migration {
  override up(): void {
    this.addSql(TABLE);
    this.addSql(CHARGE);
  }
}
