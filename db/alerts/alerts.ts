import type { Sql } from "../database.ts";
import type { AlertSpan, ThresholdUnit, WatchKind } from "./alert_rules.ts";

export type AlertStatus = "open" | "acknowledged" | "muted";

/** What a rule found worth telling, before it is stored. */
export interface NewAlert {
  readonly ruleId: number;
  readonly userId: string | null;
  readonly kind: WatchKind;
  /** `coin:BTC`, `market`, `gap:BTC`, …: what a mute is about. */
  readonly subject: string;
  readonly symbol: string | null;
  /** The moment of the price, or of the look at what is no price. */
  readonly atMs: number;
  readonly price: number | null;
  readonly fromPrice: number | null;
  readonly changePercent: number | null;
  readonly spanHours: AlertSpan | null;
  /** Size of the move in the unit of the threshold, or how much there was. */
  readonly value: number;
  readonly threshold: number;
  readonly unit: ThresholdUnit;
  readonly text: string;
}

export interface Alert extends Omit<NewAlert, "ruleId"> {
  readonly id: number;
  /** Null where the rule is gone. */
  readonly ruleId: number | null;
  readonly status: AlertStatus;
}

const COLUMNS = `a.id, a.rule_id as "ruleId", a.user_id as "userId", a.kind, a.subject, a.symbol,
  a.at as "atMs", a.price, a.from_price as "fromPrice", a.change_percent as "changePercent",
  a.span_hours as "spanHours", a.value, a.threshold, a.threshold_unit as unit, a.text, a.status`;

/** Stores alerts as open ones. Resolves to their ids, in order. */
export async function insertAlerts(
  tx: Sql,
  input: { readonly alerts: readonly NewAlert[]; readonly nowMs: number },
): Promise<number[]> {
  const ids: number[] = [];
  for (const alert of input.alerts) {
    const rows = await tx.sql<{ id: number }>(
      `insert into alerts (rule_id, user_id, kind, subject, symbol, at, price, from_price,
         change_percent, span_hours, value, threshold, threshold_unit, text, status, created_at)
       values ($1, $2, $3, $4, $5, to_timestamp($6::float8 / 1000), $7, $8, $9, $10, $11, $12, $13,
         $14, 'open', to_timestamp($15::float8 / 1000)) returning id`,
      [
        alert.ruleId,
        alert.userId,
        alert.kind,
        alert.subject,
        alert.symbol,
        alert.atMs,
        alert.price,
        alert.fromPrice,
        alert.changePercent,
        alert.spanHours,
        alert.value,
        alert.threshold,
        alert.unit,
        alert.text,
        input.nowMs,
      ],
    );
    ids.push(rows[0]!.id);
  }
  return ids;
}

export async function findAlerts(db: Sql, ids: readonly number[]): Promise<Alert[]> {
  return await db.sql<Alert>(
    `select ${COLUMNS} from alerts a where a.id = any($1::bigint[]) order by a.id`,
    [ids],
  );
}

/** An alert with what became of the newest message that tells of it. */
export interface ListedAlert extends Alert {
  readonly message: {
    readonly id: number;
    readonly status: "pending" | "sending" | "sent" | "failed" | "expired";
    readonly refusal: string | null;
    readonly nextAttemptAtMs: number | null;
    readonly settledAtMs: number | null;
  } | null;
}

/** Alerts of a person, or of nobody where `userId` is null, the newest first. */
export async function listAlerts(
  db: Sql,
  input: {
    readonly userId: string | null;
    /** True: those of the default rules too. */
    readonly withDefaults: boolean;
    readonly status?: AlertStatus | undefined;
    /** Only alerts with a smaller id. */
    readonly beforeId?: number | undefined;
    readonly limit: number;
  },
): Promise<ListedAlert[]> {
  return await db.sql<ListedAlert>(
    `select ${COLUMNS}, m.message from alerts a
     left join lateral (
       select jsonb_build_object('id', m.id, 'status', m.status, 'refusal', m.refusal,
         'nextAttemptAtMs', extract(epoch from m.next_attempt_at) * 1000,
         'settledAtMs', extract(epoch from m.settled_at) * 1000) as message
       from alert_messages m where m.alert_ids @> array[a.id]
         and m.user_id is not distinct from a.user_id and m.created_at >= a.created_at - interval '1 day'
       order by m.id desc limit 1
     ) m on true
     where (a.user_id = $1 or ($2 and a.user_id is null)) and ($3::text is null or a.status = $3)
       and ($4::bigint is null or a.id < $4)
     order by a.id desc limit $5`,
    [input.userId, input.withDefaults, input.status ?? null, input.beforeId ?? null, input.limit],
  );
}

/** Marks an alert as seen or muted; null where there is no such alert. */
export async function setAlertStatus(
  db: Sql,
  input: { readonly id: number; readonly status: AlertStatus; readonly nowMs: number },
): Promise<Alert | null> {
  const rows = await db.sql<Alert>(
    `update alerts a set status = $2, status_at = to_timestamp($3::float8 / 1000)
     where a.id = $1 returning ${COLUMNS}`,
    [input.id, input.status, input.nowMs],
  );
  return rows[0] ?? null;
}
