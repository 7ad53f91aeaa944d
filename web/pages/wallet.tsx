import { A } from "@solidjs/router";
import { createSignal, Match, Show, Switch } from "solid-js";
import type { Balance } from "../../server/coins/schema.ts";
import { Gate } from "../features/account/Gate.tsx";
import { BalanceMetrics } from "../features/wallet/BalanceMetrics.tsx";
import { createHistoryControls, History } from "../features/wallet/History.tsx";
import { Pending } from "../features/wallet/Pending.tsx";
import { SendForm } from "../features/wallet/SendForm.tsx";
import { StakeForm } from "../features/wallet/StakeForm.tsx";
import { createBalance, createHistory } from "../features/wallet/wallet_data.ts";
import { addAmounts, toUnits } from "../lib/amount.ts";
import type { PageInfo } from "../routes.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { CopyText } from "../ui/form.tsx";
import { Loadable } from "../ui/Loadable.tsx";
import { Page as Frame } from "../ui/Page.tsx";
import { Tabs } from "../ui/Tabs.tsx";

export const page: PageInfo = {
  path: "/wallet",
  title: "Wallet",
  nav: { group: "Money", icon: "wallet", order: 1 },
};

/** What a person has, how to move it, and everything that was moved. */
export function Page() {
  return (
    <Frame title="Wallet" finding="Your TB Coin: what you have, and everything that was moved.">
      <Gate needs="person" thing="your wallet">
        {(account) => <Wallet userId={account().user_id ?? ""} />}
      </Gate>
    </Frame>
  );
}

const FORMS = [
  { id: "send", label: "Send" },
  { id: "stake", label: "Stake" },
] as const;

function Wallet(props: { userId: string }) {
  const [form, setForm] = createSignal<typeof FORMS[number]["id"]>("send");
  const [sent, setSent] = createSignal<string>();
  const balance = createBalance(() => props.userId);
  const controls = createHistoryControls();
  const history = createHistory(() => props.userId, controls.filter);
  const pending = createHistory(() => props.userId, () => ({ status: "pending" }));
  const refresh = () => {
    balance.refetch();
    history.refetch();
    pending.refetch();
  };
  return (
    <>
      <Loadable thing="The balance" source={balance} height={96}>
        {(known) => (
          <>
            <BalanceMetrics balance={known()} />
            <Show when={isEmpty(known())}>
              <NoCoins userId={props.userId} />
            </Show>
          </>
        )}
      </Loadable>
      <Show when={balance.data() && !isEmpty(balance.data() as Balance)}>
        <section class="panel wallet-form">
          <Tabs label="Move coins" tabs={FORMS} active={form()} onSelect={setForm}>
            <Switch>
              <Match when={form() === "send"}>
                <SendForm
                  userId={props.userId}
                  onSent={(id) => {
                    setSent(id);
                    refresh();
                  }}
                />
                <p class="muted form-note sent-note" role="status">
                  <Show when={sent()}>
                    {(id) => (
                      <>
                        Sent. <A href={`/transactions/${id()}`}>Receipt</A>
                      </>
                    )}
                  </Show>
                </p>
              </Match>
              <Match when={form() === "stake"}>
                <StakeForm userId={props.userId} onMoved={refresh} />
              </Match>
            </Switch>
          </Tabs>
        </section>
      </Show>
      <Pending rows={pending.data() ?? []} userId={props.userId} onChange={refresh} />
      <h2 class="section-title">History</h2>
      <History userId={props.userId} controls={controls} history={history} />
    </>
  );
}

const PARTS = ["balance", "staked_balance", "cooling_balance", "forecast_stakes"] as const;

function isEmpty(balance: Balance): boolean {
  return toUnits(addAmounts(PARTS.map((part) => balance[part]))) === 0n;
}

function NoCoins(props: { userId: string }) {
  return (
    <EmptyState title="No coins yet">
      Coins come from an administrator, who mints them, or from anyone who sends you some. Give them
      your user id: <CopyText text={props.userId} what="your user id" />
    </EmptyState>
  );
}
