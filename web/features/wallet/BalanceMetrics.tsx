import { Show } from "solid-js";
import type { Balance } from "../../../server/coins/schema.ts";
import { formatAmount, toUnits } from "../../lib/amount.ts";
import { Metric, Metrics } from "../../ui/Metric.tsx";

/** What can be spent, what is staked, and what is at stake in forecasts. */
export function BalanceMetrics(props: { balance: Balance }) {
  const cooling = () => (toUnits(props.balance.cooling_balance) ?? 0n) > 0n;
  return (
    <Metrics>
      <Metric label="Available" value={formatAmount(props.balance.balance)} note="TBC to spend" />
      <Metric
        label="Staked"
        value={formatAmount(props.balance.staked_balance)}
        note="TBC, kept until you unstake"
      />
      <Metric
        label="At stake in forecasts"
        value={formatAmount(props.balance.forecast_stakes)}
        note="TBC until the rounds are settled"
      />
      <Show when={cooling()}>
        <Metric
          label="Cooling down"
          value={formatAmount(props.balance.cooling_balance)}
          note="TBC unstaked, on their way back"
        />
      </Show>
    </Metrics>
  );
}
