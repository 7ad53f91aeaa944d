import { many, one, seconds } from "./database_series.ts";
import type { Reading } from "./instruments.ts";
import type { OperationFacts } from "./operation_facts.ts";

/** Chat, messages and the ledger. */
export function readTraffic(facts: OperationFacts): Reading[] {
  return [
    ...readChat(facts),
    ...readMessages(facts),
    ...readLedger(facts),
  ];
}

function readChat({ traffic: { chat }, chatBudgetUsd }: OperationFacts): Reading[] {
  return [
    one("chat_questions_today", "Questions since midnight UTC.", chat.questions),
    many("chat_rejections_today", "Questions that were refused since midnight UTC.", "reason", {
      invalid_topic: chat.refusedTopic,
      pii_detected: chat.refusedPersonal,
    }),
    many("chat_tokens_today", "Tokens of the language model since midnight UTC.", "direction", {
      input: chat.tokensInput,
      output: chat.tokensOutput,
    }),
    one("chat_cost_usd_today", "Cost of the language model since midnight UTC.", chat.costUsd),
    one("chat_budget_usd", "What the language model may cost in a day.", chatBudgetUsd),
  ];
}

/** Every kind of rule, so that a series is there before its first alert. */
const KINDS = ["move", "market", "gap", "stale", "drift", "budget", "disk", "backup"];
const NO_ALERTS = Object.fromEntries(KINDS.map((kind) => [kind, 0]));

function readMessages({ traffic }: OperationFacts): Reading[] {
  const { messagesDay, alertsDay } = traffic;
  return [
    one(
      "alerts_active",
      "States that rules of alerts watch and that hold now.",
      traffic.alertsActive,
    ),
    many("alerts_24h", "Alerts of the last 24 hours, by kind of rule.", "kind", {
      ...NO_ALERTS,
      ...alertsDay,
    }),
    many(
      "alert_messages_24h",
      "Messages of the last 24 hours, by what became of them.",
      "status",
      messagesDay,
    ),
    one("alert_messages_waiting", "Messages that are not settled.", traffic.messagesWaiting),
    one(
      "alert_messages_due_timestamp_seconds",
      "When the message that waits longest should have gone out; nothing where none is due.",
      seconds(traffic.waitingSinceMs),
    ),
  ];
}

function readLedger({ traffic: { ledger } }: OperationFacts): Reading[] {
  return [
    one(
      "ledger_begun_total",
      "Transactions that were ever begun, by all processes; a few of them were not kept.",
      ledger.begun,
      "counter",
    ),
    one("ledger_transactions_open", "Transactions that are not finished.", ledger.open),
    one("ledger_chain_position", "Transactions in the hash chain.", ledger.chained),
    one(
      "ledger_entries_unsettled",
      "Entries that are not known to be in the hash chain, counted up to 10,000.",
      ledger.unsettledEntries,
    ),
    one(
      "ledger_reconciled_timestamp_seconds",
      "When the whole ledger was last checked.",
      seconds(ledger.reconciledAtMs),
    ),
    one(
      "ledger_whole",
      "1 where the last check found every coin where it should be.",
      ledger.isWhole === null ? null : Number(ledger.isWhole),
    ),
  ];
}
