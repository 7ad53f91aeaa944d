import { createSignal, Match, Show, Switch } from "solid-js";
import type { Account } from "../../server/auth/schema.ts";
import { Gate } from "../features/account/Gate.tsx";
import { alertsFinding } from "../features/alerts/alert_words.ts";
import { createAlerts, createMessages, createRules } from "../features/alerts/alerts_data.ts";
import { AlertsTable } from "../features/alerts/AlertsTable.tsx";
import { Delivery } from "../features/alerts/Delivery.tsx";
import { HowAlertsWork } from "../features/alerts/HowAlertsWork.tsx";
import { LiveAlerts } from "../features/alerts/LiveAlerts.tsx";
import { MessagesTable } from "../features/alerts/MessagesTable.tsx";
import { Rehearsal } from "../features/alerts/Rehearsal.tsx";
import { emptyDraft, type RuleDraft } from "../features/alerts/rule_draft.ts";
import { RulesPanel } from "../features/alerts/RulesPanel.tsx";
import { useApp } from "../features/shell/app_state.ts";
import { createParam, oneOf } from "../lib/param.ts";
import type { PageInfo } from "../routes.ts";
import { Controls, Segmented } from "../ui/controls.tsx";
import { Loadable } from "../ui/Loadable.tsx";
import { Page as Frame } from "../ui/Page.tsx";
import { Tabs } from "../ui/Tabs.tsx";

export const page: PageInfo = {
  path: "/alerts",
  title: "Alerts",
  nav: { group: "Market", icon: "bell", order: 3 },
  audience: "account",
};

/** What one asked to be told of, and what was told. */
export function Page() {
  const [finding, setFinding] = createSignal(alertsFinding(undefined));
  return (
    <Frame title="Alerts" finding={finding()}>
      <Gate needs="account" thing="your alerts">
        {(account) => <Alerts account={account()} onFinding={setFinding} />}
      </Gate>
    </Frame>
  );
}

const VIEWS = [
  { id: "alerts", label: "Alerts" },
  { id: "messages", label: "Messages" },
  { id: "rules", label: "Rules" },
  { id: "rehearsal", label: "Rehearsal" },
] as const;

function Alerts(props: { account: Account; onFinding: (finding: string) => void }) {
  const { now } = useApp();
  const [view, setView] = createParam(
    "view",
    "alerts",
    oneOf(["alerts", "messages", "rules", "rehearsal"]),
  );
  const [begun, setBegun] = createSignal<RuleDraft>();
  const rules = createRules();
  const use = (part: Partial<RuleDraft>) => {
    setBegun({ ...emptyDraft(Intl.DateTimeFormat().resolvedOptions().timeZone), ...part });
    setView("rules");
  };
  return (
    <>
      <Tabs label="Views of alerts" tabs={VIEWS} active={view()} onSelect={setView}>
        <Switch>
          <Match when={view() === "alerts"}>
            <AlertsView />
          </Match>
          <Match when={view() === "messages"}>
            <MessagesView />
          </Match>
          <Match when={view() === "rules"}>
            <Loadable thing="The list of rules" source={rules} height={240}>
              {(answer) => (
                <RulesPanel
                  answer={answer()}
                  isAdmin={props.account.role === "admin"}
                  isPerson={props.account.user_id !== null}
                  begun={begun()}
                  onBegunDone={() => setBegun(undefined)}
                  onChange={() => rules.refetch()}
                />
              )}
            </Loadable>
          </Match>
          <Match when={view() === "rehearsal"}>
            <Rehearsal nowMs={now()} onUse={use} />
          </Match>
        </Switch>
      </Tabs>
      <Show when={rules.data()}>
        {(answer) => <HowAlertsWork answer={answer()} onFinding={props.onFinding} />}
      </Show>
      <Show when={props.account.role === "admin"}>
        <LiveAlerts />
        <Delivery />
      </Show>
    </>
  );
}

const STATES = [
  { value: "open", label: "Open" },
  { value: "acknowledged", label: "Acknowledged" },
  { value: "muted", label: "Muted" },
  { value: "", label: "All" },
] as const;

function AlertsView() {
  const [state, setState] = createParam(
    "state",
    "open",
    oneOf(["open", "acknowledged", "muted", ""]),
  );
  const alerts = createAlerts(state);
  return (
    <>
      <Controls>
        <Segmented label="Which alerts" value={state()} choices={STATES} onChange={setState} />
      </Controls>
      <Loadable thing="The list of alerts" source={alerts} height={240}>
        {(rows) => <AlertsTable alerts={alerts} rows={rows()} />}
      </Loadable>
    </>
  );
}

const FATES = [
  { value: "", label: "All" },
  { value: "sent", label: "Sent" },
  { value: "pending", label: "Waiting" },
  { value: "failed", label: "Failed" },
  { value: "expired", label: "Expired" },
] as const;

function MessagesView() {
  const [fate, setFate] = createParam(
    "fate",
    "",
    oneOf(["", "sent", "pending", "failed", "expired"]),
  );
  const messages = createMessages(fate);
  return (
    <>
      <Controls>
        <Segmented label="Which messages" value={fate()} choices={FATES} onChange={setFate} />
      </Controls>
      <Loadable thing="The list of messages" source={messages} height={240}>
        {(rows) => <MessagesTable messages={messages} rows={rows()} />}
      </Loadable>
    </>
  );
}
