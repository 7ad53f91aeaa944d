import { MODEL_SPEND } from "../chat/model_spend.ts";
import type { Sql } from "../database.ts";

/** Chat, messages and the ledger, over all processes. */
export interface TrafficFacts {
  /** Since midnight UTC. */
  readonly chat: {
    readonly questions: number;
    readonly refusedTopic: number;
    readonly refusedPersonal: number;
    readonly tokensInput: number;
    readonly tokensOutput: number;
    readonly costUsd: number;
  };
  /** Alerts that were made in the last 24 hours, by kind. */
  readonly alertsDay: Readonly<Record<string, number>>;
  /** States that rules watch and that hold now: gaps, old data, drift, cost, disk. */
  readonly alertsActive: number;
  /** Messages that were settled in the last 24 hours. */
  readonly messagesDay: Readonly<Record<"sent" | "failed" | "expired", number>>;
  readonly messagesWaiting: number;
  /** When the one that waits longest should have gone out; `null` where none is due. */
  readonly waitingSinceMs: number | null;
  readonly ledger: {
    /** The last number that was given to a transaction; a few belong to none, as it was not kept. */
    readonly begun: number;
    readonly open: number;
    readonly chained: number;
    /** Entries that are not yet known to be in the chain, counted up to 10,000. */
    readonly unsettledEntries: number;
    readonly reconciledAtMs: number | null;
    readonly isWhole: boolean | null;
  };
}

const CHAT = `
  select jsonb_build_object('questions', count(*),
    'refusedTopic', count(*) filter (where q.rejection_reason = 'invalid_topic'),
    'refusedPersonal', count(*) filter (where q.rejection_reason = 'pii_detected'),
    'tokensInput', coalesce(sum(h.tokens_input), 0),
    'tokensOutput', coalesce(sum(h.tokens_output), 0),
    'costUsd', (select coalesce(sum(cost_usd), 0)::float8 from ${MODEL_SPEND}
      where created_at >= date_trunc('day', now(), 'UTC')))
  from query_audit_log q left join chat_history h on h.id = q.chat_history_id
  where q.created_at >= date_trunc('day', now(), 'UTC')`;

const LEDGER = `
  select jsonb_build_object(
    'begun', coalesce(pg_sequence_last_value('ledger_transactions_seq_seq'), 0),
    'open', (select count(*) from ledger_transactions where status in ('pending', 'processing')),
    'chained', (select coalesce(max(position), 0) from ledger_chain),
    'unsettledEntries', (select count(*) from (
      select from ledger_entries
      where written_by >= coalesce((select settled_below from ledger_chain_state), 0) limit 10000
    ) unsettled),
    'reconciledAtMs', extract(epoch from latest.finished_at) * 1000, 'isWhole', latest.is_ok)
  from (select 1) one left join lateral (
    select finished_at, is_ok from ledger_reconciliations order by id desc limit 1
  ) latest on true`;

const TRAFFIC_FACTS = `
  select (${CHAT}) as chat, (${LEDGER}) as ledger,
    (select coalesce(jsonb_object_agg(kind, n), '{}') from (
      select kind, count(*) as n from alerts where created_at > now() - interval '24 hours'
      group by kind) kinds) as "alertsDay",
    (select count(*) from alert_marks where is_on) as "alertsActive",
    (select jsonb_build_object('sent', count(*) filter (where status = 'sent'),
        'failed', count(*) filter (where status = 'failed'),
        'expired', count(*) filter (where status = 'expired'))
      from alert_messages where settled_at > now() - interval '24 hours') as "messagesDay",
    (select count(*) from alert_messages where status in ('pending', 'sending'))
      as "messagesWaiting",
    (select min(next_attempt_at) from alert_messages
      where status in ('pending', 'sending') and next_attempt_at <= now()) as "waitingSinceMs"`;

/** What people and the outside world asked of the service, in one statement. */
export async function readTrafficFacts(db: Sql): Promise<TrafficFacts> {
  const [row] = await db.sql<TrafficFacts>(TRAFFIC_FACTS);
  return row!;
}
