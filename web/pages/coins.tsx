import { useNavigate } from "@solidjs/router";
import { createSignal, Match, Show, Switch } from "solid-js";
import { Gate } from "../features/account/Gate.tsx";
import { Balances } from "../features/coins/Balances.tsx";
import { createAllPending, createStatistics, createSummary } from "../features/coins/coins_data.ts";
import { MintBurn } from "../features/coins/MintBurn.tsx";
import { CoolDown } from "../features/coins/CoolDown.tsx";
import { Checks, Supply } from "../features/coins/Supply.tsx";
import { supplyFinding } from "../features/coins/supply_words.ts";
import { Pending } from "../features/wallet/Pending.tsx";
import { createParam, oneOf } from "../lib/param.ts";
import type { PageInfo } from "../routes.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { TextField } from "../ui/form.tsx";
import { Loadable } from "../ui/Loadable.tsx";
import { Page as Frame } from "../ui/Page.tsx";
import { Tabs } from "../ui/Tabs.tsx";

export const page: PageInfo = {
  path: "/coins",
  title: "Coin administration",
  nav: { group: "System", icon: "coins", order: 5 },
  audience: "admin",
};

const VIEWS = [
  { id: "supply", label: "Supply" },
  { id: "mint", label: "Mint and burn" },
  { id: "reverse", label: "Reverse" },
  { id: "balances", label: "Balances" },
  { id: "pending", label: "Waiting" },
] as const;
type View = typeof VIEWS[number]["id"];

/** Where all coins are, and what an administrator may do with them. */
export function Page() {
  return (
    <Gate needs="admin" thing="the administration of coins" title={page.title}>
      {() => <Coins />}
    </Gate>
  );
}

function Coins() {
  const [view, setView] = createParam<View>("view", "supply", oneOf(VIEWS.map((tab) => tab.id)));
  const summary = createSummary();
  const stats = createStatistics();
  const refresh = () => {
    summary.refetch();
    stats.refetch();
  };
  return (
    <Frame
      title="Coin administration"
      finding={<Show when={summary.data()}>{(known) => supplyFinding(known())}</Show>}
    >
      <Tabs label="Administration of coins" tabs={VIEWS} active={view()} onSelect={setView}>
        <Switch>
          <Match when={view() === "supply"}>
            <Loadable thing="The supply" source={summary} height={320}>
              {(known) => (
                <>
                  <Supply summary={known()} />
                  <div class="two-columns">
                    <Checks summary={known()} stats={stats.data()} />
                    <CoolDown hours={known().cool_down_hours} onChange={refresh} />
                  </div>
                </>
              )}
            </Loadable>
          </Match>
          <Match when={view() === "mint"}>
            <MintBurn onMoved={refresh} />
          </Match>
          <Match when={view() === "reverse"}>
            <FindTransaction />
          </Match>
          <Match when={view() === "balances"}>
            <Balances />
          </Match>
          <Match when={view() === "pending"}>
            <AllPending onChange={refresh} />
          </Match>
        </Switch>
      </Tabs>
    </Frame>
  );
}

/** Leads to the receipt, where the button to reverse it is. */
function FindTransaction() {
  const [id, setId] = createSignal("");
  const navigate = useNavigate();
  const open = (event: SubmitEvent) => {
    event.preventDefault();
    if (id().trim() !== "") navigate(`/transactions/${encodeURIComponent(id().trim())}`);
  };
  return (
    <section class="panel wallet-form">
      <form class="form" onSubmit={open}>
        <p class="muted form-note">
          A transaction is never deleted: an opposite one takes it back. Open its receipt to look at
          it first; the button is there.
        </p>
        <TextField
          label="Transaction id"
          value={id()}
          onInput={setId}
          hint="It stands on the receipt and in the history of both sides."
        />
        <div class="form-buttons">
          <button type="submit" class="btn btn-sm btn-primary" disabled={id().trim() === ""}>
            Open the receipt
          </button>
        </div>
      </form>
    </section>
  );
}

function AllPending(props: { onChange: () => void }) {
  const pending = createAllPending();
  const refresh = () => {
    pending.refetch();
    props.onChange();
  };
  return (
    <Loadable thing="What waits" source={pending} height={160}>
      {(rows) => (
        <Show
          when={rows().length > 0}
          fallback={
            <EmptyState title="Nothing waits">
              Transactions that were made and neither executed nor cancelled stand here.
            </EmptyState>
          }
        >
          <Pending rows={rows()} userId={undefined} onChange={refresh} />
          <Show when={pending.hasMore()}>
            <p class="load-more">
              <button
                type="button"
                class="btn btn-sm btn-outline-secondary"
                disabled={pending.stale()}
                onClick={pending.more}
              >
                Show more
              </button>
            </p>
          </Show>
        </Show>
      )}
    </Loadable>
  );
}
