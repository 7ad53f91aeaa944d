import { Show } from "solid-js";
import type { MessageView } from "../../../server/alerts/schema.ts";
import { formatTime } from "../../lib/format.ts";
import type { Paged } from "../../lib/paged.ts";
import type { Column } from "../../ui/DataTable.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { PagedTable } from "../../ui/PagedTable.tsx";
import { MESSAGE_ICONS, MESSAGE_WORDS, messageFate } from "./alert_words.ts";

/** What became of a message, as an icon, a word, and the provider's reason in words. */
export function MessageState(props: {
  message: Pick<MessageView, "status" | "refusal" | "next_attempt_at" | "settled_at">;
}) {
  return (
    <span class="wrap-cell">
      <span class="status-mark">
        <Icon name={MESSAGE_ICONS[props.message.status]} />
        {MESSAGE_WORDS[props.message.status]}
      </span>{" "}
      <span class="muted">{messageFate(props.message)}</span>
    </span>
  );
}

const COLUMNS: readonly Column<MessageView>[] = [
  {
    id: "body",
    label: "Message",
    value: (message) => message.body,
    cell: (message) => <span class="wrap-cell">{message.body}</span>,
  },
  {
    id: "created",
    label: "Written",
    value: (message) => formatTime(Date.parse(message.created_at)),
  },
  {
    id: "to",
    label: "To",
    value: (message) => message.destination_hint ?? "the environment's number",
  },
  {
    id: "state",
    label: "State",
    value: (message) => message.status,
    cell: (message) => <MessageState message={message} />,
  },
  {
    id: "attempts",
    label: "Attempts",
    numeric: true,
    value: (message) => message.attempts,
  },
];

/** What was sent, waits, failed or expired. */
export function MessagesTable(props: {
  messages: Paged<MessageView>;
  rows: readonly MessageView[];
}) {
  return (
    <>
      <PagedTable
        caption="Messages"
        columns={COLUMNS}
        rows={props.rows}
        empty="No message like that. Messages are written when a rule that sends them finds something."
        hasMore={props.messages.hasMore()}
        busy={props.messages.stale()}
        onMore={props.messages.more}
      />
      <Show when={props.rows.some((message) => message.status === "failed")}>
        <p class="muted panel-note">
          A message that failed is not sent again: the provider has refused it for good, or may have
          delivered it already.
        </p>
      </Show>
    </>
  );
}
