import { onCleanup } from "solid-js";
import type {
  AlertView,
  DeliveryAnswer,
  MessageView,
  RehearsalView,
  RulesAnswer,
} from "../../../server/alerts/schema.ts";
import { createData, type Data } from "../../lib/data.ts";
import { createPaged, type Paged } from "../../lib/paged.ts";
import { api } from "../../trpc.ts";

/** The rules of who is signed in, and how alerts are set up. */
export function createRules(): Data<RulesAnswer> {
  return createData(
    "alerts.rules",
    () => ({}),
    (_, signal) => api.alerts.rules.query(undefined, { signal }),
  );
}

/** How messages are carried; asked by administrators alone. */
export function createDelivery(isAdmin: () => boolean): Data<DeliveryAnswer> {
  return createData(
    "alerts.delivery",
    () => isAdmin() ? {} : undefined,
    (_, signal) => api.alerts.delivery.query(undefined, { signal }),
  );
}

/** Asks again when the reader comes back to the tab: what is on the screen never moves meanwhile. */
function withReturn<Row>(paged: Paged<Row>): Paged<Row> {
  const look = () => document.visibilityState === "visible" && paged.refetch();
  document.addEventListener("visibilitychange", look);
  onCleanup(() => document.removeEventListener("visibilitychange", look));
  return paged;
}

/** Alerts, the newest first. */
export function createAlerts(status: () => AlertView["status"] | ""): Paged<AlertView> {
  return withReturn(createPaged(() => ({ status: status() }), async (question, cursor, signal) => {
    const page = await api.alerts.list.query({
      ...(question.status !== "" && { status: question.status }),
      ...(cursor !== null && { before: Number(cursor) }),
    }, { signal });
    return { rows: page.alerts, next: page.next === null ? null : String(page.next) };
  }));
}

/** Messages, the newest first. */
export function createMessages(status: () => MessageView["status"] | ""): Paged<MessageView> {
  return withReturn(createPaged(() => ({ status: status() }), async (question, cursor, signal) => {
    const page = await api.alerts.messages.query({
      ...(question.status !== "" && { status: question.status }),
      ...(cursor !== null && { before: Number(cursor) }),
    }, { signal });
    return { rows: page.messages, next: page.next === null ? null : String(page.next) };
  }));
}

/** What a rehearsal asks; a threshold, or how many messages a month are the most. */
export type RehearsalQuestion = Parameters<typeof api.alerts.rehearse.mutate>[0];

/** Replays a rule over the past whenever the question changes. */
export function createRehearsal(
  question: () => RehearsalQuestion | undefined,
): Data<RehearsalView> {
  return createData(
    "alerts.rehearse",
    question,
    (asked, signal) => api.alerts.rehearse.mutate(asked, { signal }),
    { maxAgeMs: 10 * 60_000 },
  );
}
