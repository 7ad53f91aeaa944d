import { A } from "@solidjs/router";
import { createSignal, Show } from "solid-js";
import type { AlertView } from "../../../server/alerts/schema.ts";
import { formatTime } from "../../lib/format.ts";
import type { Paged } from "../../lib/paged.ts";
import { createSubmission } from "../../lib/submission.ts";
import { api } from "../../trpc.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { SelectBox } from "../../ui/controls.tsx";
import type { Column } from "../../ui/DataTable.tsx";
import { FailureNote } from "../../ui/form.tsx";
import { PagedTable } from "../../ui/PagedTable.tsx";
import { ALERT_WORDS } from "./alert_words.ts";
import { MessageState } from "./MessagesTable.tsx";

const MUTES = [
  { value: "4", label: "4 hours" },
  { value: "24", label: "a day" },
  { value: "168", label: "a week" },
  { value: "720", label: "30 days" },
] as const;

/** Alerts with what can be done about each. */
export function AlertsTable(props: { alerts: Paged<AlertView>; rows: readonly AlertView[] }) {
  const [muting, setMuting] = createSignal<AlertView>();
  const acknowledging = createSubmission(async () => {
    const alert = chosen();
    if (alert) await api.alerts.acknowledge.mutate({ alert_id: alert.id });
    props.alerts.refetch();
  });
  const [chosen, setChosen] = createSignal<AlertView>();
  const acknowledge = (alert: AlertView) => {
    setChosen(alert);
    acknowledging.submit();
  };
  return (
    <>
      <FailureNote submission={acknowledging} />
      <PagedTable
        caption="Alerts"
        columns={columns(acknowledge, setMuting)}
        rows={props.rows}
        empty="Nothing here: no rule has found anything like that."
        hasMore={props.alerts.hasMore()}
        busy={props.alerts.stale()}
        onMore={props.alerts.more}
      />
      <MuteDialog
        alert={muting()}
        onClose={() => setMuting(undefined)}
        onMuted={() => props.alerts.refetch()}
      />
    </>
  );
}

function columns(
  onAcknowledge: (alert: AlertView) => void,
  onMute: (alert: AlertView) => void,
): readonly Column<AlertView>[] {
  return [
    {
      id: "text",
      label: "Alert",
      value: (alert) => alert.text,
      cell: (alert) => <AlertText alert={alert} />,
    },
    { id: "at", label: "Time", value: (alert) => formatTime(Date.parse(alert.at)) },
    { id: "status", label: "State", value: (alert) => ALERT_WORDS[alert.status] },
    {
      id: "message",
      label: "Message",
      value: () => null,
      cell: (alert) => (
        <Show when={alert.message} fallback={<span class="muted">on this page alone</span>}>
          {(message) => <MessageState message={message()} />}
        </Show>
      ),
    },
    {
      id: "acts",
      label: "Change",
      value: () => null,
      cell: (alert) => (
        <AlertButtons
          alert={alert}
          onAcknowledge={() => onAcknowledge(alert)}
          onMute={() => onMute(alert)}
        />
      ),
    },
  ];
}

function AlertText(props: { alert: AlertView }) {
  return (
    <span class="wrap-cell">
      {props.alert.text}
      <Show when={props.alert.symbol}>
        {(symbol) => (
          <>
            {" "}
            <A href={`/coin/${symbol()}`}>Open {symbol()}</A>
          </>
        )}
      </Show>
    </span>
  );
}

function AlertButtons(props: { alert: AlertView; onAcknowledge: () => void; onMute: () => void }) {
  const what = () => `${props.alert.symbol ?? props.alert.kind}, alert ${props.alert.id}`;
  return (
    <span class="row-buttons">
      <Show when={props.alert.status === "open"}>
        <button
          type="button"
          class="btn btn-sm btn-outline-secondary"
          aria-label={`Acknowledge: ${what()}`}
          onClick={() => props.onAcknowledge()}
        >
          Acknowledge
        </button>
      </Show>
      <button
        type="button"
        class="btn btn-sm btn-outline-secondary"
        aria-label={`Mute: ${what()}`}
        onClick={() => props.onMute()}
      >
        Mute
      </button>
    </span>
  );
}

function MuteDialog(props: {
  alert: AlertView | undefined;
  onClose: () => void;
  onMuted: () => void;
}) {
  const [hours, setHours] = createSignal<typeof MUTES[number]["value"]>("24");
  const muting = createSubmission(async () => {
    if (!props.alert) return;
    await api.alerts.mute.mutate({ alert_id: props.alert.id, hours: Number(hours()) });
    props.onMuted();
    props.onClose();
  });
  return (
    <ConfirmDialog
      open={props.alert !== undefined}
      title={`Mute ${props.alert?.symbol ?? "this alert"}?`}
      action="Mute"
      busy={muting.busy()}
      onConfirm={muting.submit}
      onClose={props.onClose}
    >
      <p>For that long nothing more is told of what it is about, here or by message.</p>
      <div class="controls dialog-form">
        <SelectBox label="For" value={hours()} choices={MUTES} onChange={setHours} />
      </div>
      <FailureNote submission={muting} />
    </ConfirmDialog>
  );
}
