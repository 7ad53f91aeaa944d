import { Match, Show, Switch } from "solid-js";
import { Gate } from "../features/account/Gate.tsx";
import { leaderboardFinding, mineFinding } from "../features/contests/contest_words.ts";
import {
  createLeaderboard,
  createMyStakes,
  createOpenContests,
  createRounds,
} from "../features/contests/contests_data.ts";
import { LeaderboardTable, RoundsTable } from "../features/contests/ContestTables.tsx";
import { HowStakesWork } from "../features/contests/HowStakesWork.tsx";
import { MyStakes } from "../features/contests/MyStakes.tsx";
import { PlaceStake } from "../features/contests/PlaceStake.tsx";
import { useApp } from "../features/shell/app_state.ts";
import { formatTime } from "../lib/format.ts";
import { createParam, oneOf, textCodec } from "../lib/param.ts";
import type { PageInfo } from "../routes.ts";
import { Controls, Segmented, SelectBox } from "../ui/controls.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Loadable } from "../ui/Loadable.tsx";
import { Page as Frame } from "../ui/Page.tsx";
import { Tabs } from "../ui/Tabs.tsx";

export const page: PageInfo = {
  path: "/your-forecasts",
  title: "Your forecasts",
  nav: { group: "Money", icon: "trophy", order: 5 },
};

const VIEWS = [
  { id: "stake", label: "Stake" },
  { id: "mine", label: "Yours" },
  { id: "leaderboard", label: "Leaderboard" },
  { id: "rounds", label: "Rounds" },
] as const;
type View = typeof VIEWS[number]["id"];

const KINDS = [
  { value: "direction", label: "Direction" },
  { value: "distribution", label: "Distribution" },
] as const;

/** Forecasts of one's own with coins behind them, beside the model and the crowd. */
export function Page() {
  const [view, setView] = createParam<View>("view", "stake", oneOf(VIEWS.map((tab) => tab.id)));
  return (
    <Frame
      title="Your forecasts"
      finding="Say what a price will be in 24 hours, stake TB Coin on it, and see whether you know more than the model."
    >
      <Tabs label="Views of forecasts" tabs={VIEWS} active={view()} onSelect={setView}>
        <Switch>
          <Match when={view() === "stake"}>
            <Stake />
          </Match>
          <Match when={view() === "mine"}>
            <Mine />
          </Match>
          <Match when={view() === "leaderboard"}>
            <Board />
          </Match>
          <Match when={view() === "rounds"}>
            <Rounds />
          </Match>
        </Switch>
      </Tabs>
      <HowStakesWork />
    </Frame>
  );
}

function Stake() {
  const [coin, setCoin] = createParam("coin", "", textCodec);
  const [kind, setKind] = createParam(
    "kind",
    "direction",
    oneOf(KINDS.map((choice) => choice.value)),
  );
  const contests = createOpenContests(() => coin() || undefined);
  const shown = () => {
    const coins = contests.data()?.coins ?? [];
    return coins.find((one) => one.symbol === coin()) ?? coins[0];
  };
  const choices = () =>
    (contests.data()?.coins ?? []).map(({ symbol }) => ({ value: symbol, label: symbol }));
  return (
    <Loadable thing="What can be staked on" source={contests} height={420}>
      {(known) => (
        <Show when={shown()} fallback={<NoCoins />}>
          {(one) => (
            <>
              <Controls>
                <SelectBox
                  label="Coin"
                  value={one().symbol}
                  choices={choices()}
                  onChange={setCoin}
                />
                <Segmented label="Kind" value={kind()} choices={KINDS} onChange={setKind} />
              </Controls>
              <p class="muted">
                For {formatTime(Date.parse(known().target_time))}. Entries close at{" "}
                {formatTime(Date.parse(known().closes_at))}.
              </p>
              <Show when={known().not_open}>
                {(why) => <p class="note" role="status">{why()}</p>}
              </Show>
              <Gate needs="person" thing="what you could stake">
                {(account) => (
                  <PlaceStake
                    userId={account().user_id ?? ""}
                    contests={known()}
                    coin={one()}
                    kind={kind()}
                  />
                )}
              </Gate>
            </>
          )}
        </Show>
      )}
    </Loadable>
  );
}

function NoCoins() {
  return (
    <EmptyState title="Nothing to forecast yet">
      No prices have been collected. Once there are two weeks of them, rounds open by themselves.
    </EmptyState>
  );
}

function Mine() {
  return (
    <Gate needs="person" thing="your stakes">
      {(account) => <MineKnown userId={account().user_id ?? ""} />}
    </Gate>
  );
}

function MineKnown(props: { userId: string }) {
  const { now } = useApp();
  const mine = createMyStakes(() => props.userId);
  return (
    <Loadable thing="Your stakes" source={mine} height={320}>
      {(known) => (
        <>
          <p>{mineFinding(known())}</p>
          <MyStakes mine={known()} nowMs={now()} />
        </>
      )}
    </Loadable>
  );
}

const BOARD_KINDS = [{ value: "", label: "Both kinds" }, ...KINDS] as const;

function Board() {
  const { session } = useApp();
  const [kind, setKind] = createParam(
    "board",
    "",
    oneOf(BOARD_KINDS.map((choice) => choice.value)),
  );
  const board = createLeaderboard(kind);
  return (
    <>
      <Controls>
        <Segmented label="Kind" value={kind()} choices={BOARD_KINDS} onChange={setKind} />
      </Controls>
      <Loadable thing="The leaderboard" source={board} height={320}>
        {(known) => (
          <>
            <p>{leaderboardFinding(known())}</p>
            <LeaderboardTable board={known()} userId={session.account()?.user_id ?? null} />
          </>
        )}
      </Loadable>
    </>
  );
}

function Rounds() {
  const { now, overview } = useApp();
  const [coin, setCoin] = createParam("coin", "", textCodec);
  const rounds = createRounds(coin);
  const choices = () => [
    { value: "", label: "All coins" },
    ...(overview.data()?.coins ?? []).map(({ symbol }) => ({ value: symbol, label: symbol })),
  ];
  return (
    <>
      <Controls>
        <SelectBox label="Coin" value={coin()} choices={choices()} onChange={setCoin} />
      </Controls>
      <Loadable thing="The rounds" source={rounds} height={320}>
        {(known) => <RoundsTable rounds={known().rounds} nowMs={now()} />}
      </Loadable>
    </>
  );
}
