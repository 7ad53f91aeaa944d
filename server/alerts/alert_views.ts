import type { AlertMessage, AlertRule, ListedAlert } from "../../db/mod.ts";
import type { AlertView, MessageView, RuleView } from "./schema.ts";

/** A rule as it is served: of a telephone number the last two digits. */
export function toRuleView(rule: AlertRule): RuleView {
  const { id, kind, threshold, unit, coins, channel, enabled, quiet } = rule;
  return {
    ...{ id, kind, threshold, unit, channel, enabled },
    is_default: rule.userId === null,
    spans: [...rule.spans],
    coins: coins && [...coins],
    quiet: quiet &&
      { from: quiet.from, to: quiet.to, time_zone: quiet.timeZone, policy: quiet.policy },
    destination_hint: hint(rule.destination),
    created_at: iso(rule.createdAtMs),
    updated_at: iso(rule.updatedAtMs),
  };
}

export function toAlertView(alert: ListedAlert): AlertView {
  const { id, kind, symbol, price, threshold, unit, text, status, message } = alert;
  return {
    ...{ id, kind, symbol, price, threshold, unit, text, status },
    rule_id: alert.ruleId,
    is_default: alert.userId === null,
    at: iso(alert.atMs),
    from_price: alert.fromPrice,
    change_percent: alert.changePercent,
    span_hours: alert.spanHours,
    message: message && {
      id: message.id,
      status: message.status,
      refusal: message.refusal,
      next_attempt_at: isSettled(message.status) ? null : isoOrNull(message.nextAttemptAtMs),
      settled_at: isoOrNull(message.settledAtMs),
    },
  };
}

export function toMessageView(message: AlertMessage): MessageView {
  const { id, body, status, attempts, refusal } = message;
  return {
    ...{ id, body, status, attempts, refusal },
    alerts: message.alertIds.length,
    destination_hint: hint(message.destination),
    is_test: message.isTest,
    next_attempt_at: isSettled(status) ? null : iso(message.nextAttemptAtMs),
    expires_at: iso(message.expiresAtMs),
    created_at: iso(message.createdAtMs),
    settled_at: isoOrNull(message.settledAtMs),
  };
}

/** The id to go on from, where a page is full. */
export function nextOf(rows: readonly { readonly id: number }[], limit: number): number | null {
  return rows.length < limit ? null : rows.at(-1)?.id ?? null;
}

/** "…67". */
function hint(destination: string | null): string | null {
  return destination === null ? null : `…${destination.slice(-2)}`;
}

function isSettled(status: MessageView["status"]): boolean {
  return status === "sent" || status === "failed" || status === "expired";
}

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : iso(ms);
}
