import { Show } from "solid-js";
import type { OverviewCoin } from "../../../server/markets/schema.ts";
import type { CoinPrediction } from "../../../server/predictions/schema.ts";
import { formatMoney, formatPrice, formatRange } from "../../lib/format.ts";
import { LivePrice } from "../live/LivePrice.tsx";
import { Change } from "../../ui/Change.tsx";
import { Metric, Metrics } from "../../ui/Metric.tsx";

/** Price, recent change, volume and forecast of one coin. */
export function CoinMetrics(props: {
  coin: OverviewCoin | undefined;
  forecast: CoinPrediction | undefined;
}) {
  return (
    <Metrics>
      <Metric
        label="Price"
        value={
          <Show when={props.coin} fallback={formatPrice(undefined)}>
            {(coin) => <LivePrice symbol={coin().symbol} close={coin().price} />}
          </Show>
        }
        delta={props.coin?.change_24h_percent ?? null}
        note="24 h"
        line={props.coin?.sparkline ?? []}
      />
      <Show
        when={props.coin?.market_cap}
        fallback={
          <Metric
            label="Seven days"
            value={<Change percent={props.coin?.change_7d_percent} />}
            note={props.coin?.market_cap_rank ? `rank ${props.coin.market_cap_rank} by volume` : ""}
          />
        }
      >
        {(worth) => (
          <Metric
            label="Market cap"
            value={formatMoney(worth())}
            note={`rank ${props.coin?.market_cap_rank ?? "unknown"}`}
          />
        )}
      </Show>
      <Metric label="Volume" value={formatMoney(props.coin?.volume_24h)} note="last 24 h" />
      <Show
        when={props.forecast}
        fallback={<Metric label="Forecast" value="–" note="not published yet" />}
      >
        {(forecast) => (
          <Metric
            label={`Median in ${forecast().horizon_hours} h`}
            value={formatPrice(forecast().predicted_price)}
            delta={forecast().predicted_change_percent}
            note={formatRange(forecast().lower, forecast().upper).join(" to ")}
          />
        )}
      </Show>
    </Metrics>
  );
}
