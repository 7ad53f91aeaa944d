import type { Sql } from "../database.ts";

export type WatchKind =
  | "move"
  | "market"
  | "gap"
  | "stale"
  | "drift"
  | "budget"
  | "disk"
  | "backup";
export type ThresholdUnit = "percent" | "sigmas" | "hours" | "alerts" | "usd" | "failures";
export type AlertSpan = 1 | 4 | 24;

/** Times of day, `22:00`, by the clocks of an IANA time zone; over midnight where `to` is earlier. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  /** `delay`: a message at the end of the quiet hours; `drop`: none. */
  readonly policy: "delay" | "drop";
}

/** What someone wants to be told of. */
export interface AlertRule {
  readonly id: number;
  /** Null for the administrator's default, made from the environment. */
  readonly userId: string | null;
  readonly kind: WatchKind;
  readonly threshold: number;
  readonly unit: ThresholdUnit;
  /** Hours over which moves are measured. */
  readonly spans: readonly AlertSpan[];
  /** Null for every coin that is followed. */
  readonly coins: readonly string[] | null;
  readonly quiet: QuietHours | null;
  /** `page`: no message is sent. */
  readonly channel: "message" | "page";
  /** A telephone number, personal: never into a log or an answer. Null: the environment's. */
  readonly destination: string | null;
  readonly enabled: boolean;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

export type NewAlertRule = Omit<AlertRule, "id" | "createdAtMs" | "updatedAtMs">;

const COLUMNS = `id, user_id as "userId", kind, threshold, threshold_unit as unit, spans, coins,
  case when quiet_from is not null then jsonb_build_object('from', quiet_from, 'to', quiet_to,
    'timeZone', quiet_time_zone, 'policy', quiet_policy) end as quiet,
  channel, destination, enabled, created_at as "createdAtMs", updated_at as "updatedAtMs"`;

const FIELDS = `user_id, kind, threshold, threshold_unit, spans, coins, quiet_from, quiet_to,
  quiet_time_zone, quiet_policy, channel, destination, enabled`;
const VALUES = "$1, $2, $3, $4, $5::int[], $6::text[], $7, $8, $9, $10, $11, $12, $13";

function valuesOf(rule: NewAlertRule): unknown[] {
  return [
    rule.userId,
    rule.kind,
    rule.threshold,
    rule.unit,
    rule.spans,
    rule.coins,
    rule.quiet?.from ?? null,
    rule.quiet?.to ?? null,
    rule.quiet?.timeZone ?? null,
    rule.quiet?.policy ?? "delay",
    rule.channel,
    rule.destination,
    rule.enabled,
  ];
}

/** Rules in the order in which they were made. */
export async function listAlertRules(
  db: Sql,
  options: {
    /** Those of a person; with `withDefaults` those of nobody too. Left out: everyone's. */
    readonly userId?: string | null;
    readonly withDefaults?: boolean;
    readonly enabledOnly?: boolean;
  } = {},
): Promise<AlertRule[]> {
  const { userId, withDefaults = userId === null, enabledOnly = false } = options;
  return await db.sql<AlertRule>(
    `select ${COLUMNS} from alert_rules r
     where ($1 or user_id = $2 or ($3 and user_id is null)) and (enabled or not $4)
       and not exists (select from people p where p.user_id = r.user_id and p.disabled_at is not null
         and $4)
     order by id`,
    [userId === undefined, userId ?? null, withDefaults, enabledOnly],
  );
}

export async function findAlertRule(db: Sql, id: number): Promise<AlertRule | null> {
  const rows = await db.sql<AlertRule>(`select ${COLUMNS} from alert_rules where id = $1`, [id]);
  return rows[0] ?? null;
}

export async function insertAlertRule(
  db: Sql,
  input: { readonly rule: NewAlertRule; readonly nowMs: number },
): Promise<AlertRule> {
  const rows = await db.sql<AlertRule>(
    `insert into alert_rules (${FIELDS}, created_at, updated_at)
     values (${VALUES}, to_timestamp($14::float8 / 1000), to_timestamp($14::float8 / 1000))
     returning ${COLUMNS}`,
    [...valuesOf(input.rule), input.nowMs],
  );
  return rows[0]!;
}

/** Puts a rule in place of the one with this id; null where it is gone. */
export async function updateAlertRule(
  db: Sql,
  input: { readonly id: number; readonly rule: NewAlertRule; readonly nowMs: number },
): Promise<AlertRule | null> {
  const rows = await db.sql<AlertRule>(
    `update alert_rules set (${FIELDS}) = (${VALUES}), updated_at = to_timestamp($14::float8 / 1000)
     where id = $15 returning ${COLUMNS}`,
    [...valuesOf(input.rule), input.nowMs, input.id],
  );
  return rows[0] ?? null;
}

export async function removeAlertRule(db: Sql, id: number): Promise<boolean> {
  const rows = await db.sql("delete from alert_rules where id = $1 returning id", [id]);
  return rows.length === 1;
}

/**
 * Makes the default rules that are missing; of those that are there, only the threshold of moves
 * follows the environment, and the rest stays as the administrator set it.
 */
export async function ensureDefaultRules(
  db: Sql,
  input: { readonly rules: readonly NewAlertRule[]; readonly nowMs: number },
): Promise<void> {
  for (const rule of input.rules) {
    await db.sql(
      `insert into alert_rules (${FIELDS}, created_at, updated_at)
       values (${VALUES}, to_timestamp($14::float8 / 1000), to_timestamp($14::float8 / 1000))
       on conflict (kind) where user_id is null do update
         set threshold = excluded.threshold, updated_at = excluded.updated_at
         where excluded.kind in ('move', 'market') and alert_rules.threshold_unit = 'percent'
           and alert_rules.threshold <> excluded.threshold`,
      [...valuesOf({ ...rule, userId: null }), input.nowMs],
    );
  }
}
