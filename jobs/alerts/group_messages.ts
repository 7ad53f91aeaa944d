import type { AlertMark, NewAlert } from "../../db/mod.ts";
import type { DecidedAlert } from "./decide_alerts.ts";
import { quietUntil } from "./quiet_hours.ts";

/** After a message, what comes within so long is gathered into one more. */
export const STORM_MS = 10 * 60_000;

/** The subject of the mark that says when a recipient's newest message was due. */
const MESSAGE = "message";

/** Alerts that go out as one message. */
export interface PlannedMessage {
  readonly recipient: string;
  readonly userId: string | null;
  readonly destination: string | null;
  /** Messages of one key are one message as long as it was not tried. */
  readonly groupKey: string;
  readonly sendAtMs: number;
  readonly alerts: readonly NewAlert[];
}

/**
 * Puts the alerts of each recipient into messages. The first goes at once; what comes within ten minutes
 * of it is one more at the end of them, so that a storm is two messages and not forty. In quiet hours
 * alerts are gathered into one message at their end, or get none, as the rule says; the alert itself is
 * on the page in any case.
 */
export function groupMessages(
  alerts: readonly DecidedAlert[],
  nowMs: number,
  mark: (recipient: string, subject: string) => AlertMark | undefined,
  put: (mark: AlertMark) => void,
): PlannedMessage[] {
  const planned = new Map<string, PlannedMessage & { readonly alerts: NewAlert[] }>();
  for (const decided of alerts) {
    const { alert, recipient, rule } = decided;
    const when = sendTime(decided, nowMs, mark(recipient, MESSAGE)?.atMs ?? null);
    if (when === null) continue;
    const { sendAtMs, isQuiet } = when;
    if (!isQuiet) put(messageMark(decided, sendAtMs));
    const groupKey = `${recipient}@${sendAtMs}${isQuiet ? "/quiet" : ""}`;
    const message = planned.get(groupKey);
    if (message !== undefined) message.alerts.push(alert);
    else {
      const { userId, destination } = rule;
      planned.set(groupKey, {
        recipient,
        userId,
        destination,
        groupKey,
        sendAtMs,
        alerts: [alert],
      });
    }
  }
  return [...planned.values()];
}

/** When an alert is told, or null where it is not. */
function sendTime(
  { rule }: DecidedAlert,
  nowMs: number,
  newestMs: number | null,
): { readonly sendAtMs: number; readonly isQuiet: boolean } | null {
  if (rule.channel === "page") return null;
  const quietEndMs = quietUntil(rule.quiet, nowMs);
  if (quietEndMs !== null) {
    return rule.quiet?.policy === "drop" ? null : { sendAtMs: quietEndMs, isQuiet: true };
  }
  const afterStormMs = stormEnd(nowMs, newestMs);
  // A gathered message does not slip into quiet hours: it goes out before them.
  const sendAtMs = quietUntil(rule.quiet, afterStormMs) === null ? afterStormMs : nowMs;
  return { sendAtMs, isQuiet: false };
}

function stormEnd(nowMs: number, newestMs: number | null): number {
  if (newestMs === null || newestMs === nowMs || nowMs >= newestMs + STORM_MS) return nowMs;
  return newestMs > nowMs ? newestMs : newestMs + STORM_MS;
}

function messageMark({ recipient, rule }: DecidedAlert, atMs: number): AlertMark {
  const { userId } = rule;
  return {
    ...{ recipient, userId, atMs, subject: MESSAGE },
    ...{ value: null, isOn: false, mutedUntilMs: null },
  };
}
