import { useNavigate } from "@solidjs/router";
import { createMemo, Show } from "solid-js";
import type { MarketOverview, OverviewCoin } from "../../../server/markets/schema.ts";
import type { Prediction } from "../../../server/predictions/schema.ts";
import { formatMoney, formatShare } from "../../lib/format.ts";
import { Change } from "../../ui/Change.tsx";
import { type Column, DataTable } from "../../ui/DataTable.tsx";
import { Sparkline } from "../../ui/Sparkline.tsx";
import { intervalReach } from "../forecasts/interval_scale.ts";
import { IntervalMark } from "../forecasts/IntervalMark.tsx";
import { LivePrice } from "../live/LivePrice.tsx";
import { CoinCell } from "./CoinCell.tsx";

interface Row extends OverviewCoin {
  readonly forecast: Prediction | null;
}

const COLUMNS: readonly Column<Row>[] = [
  {
    id: "coin",
    label: "Coin",
    value: (coin) => `${coin.symbol} ${coin.name}`,
    cell: (coin) => <CoinCell symbol={coin.symbol} name={coin.name} />,
  },
  {
    id: "price",
    label: "Price",
    numeric: true,
    hint: "In US dollars, live; the newest close while nothing is live. Sorted by the newest close",
    value: (coin) => coin.price,
    cell: (coin) => <LivePrice symbol={coin.symbol} close={coin.price} />,
  },
  {
    id: "h1",
    label: "1 h",
    numeric: true,
    hint: "Change over one hour",
    value: (coin) => coin.change_1h_percent,
    cell: (coin) => <Change percent={coin.change_1h_percent} />,
  },
  {
    id: "h24",
    label: "24 h",
    numeric: true,
    hint: "Change over 24 hours",
    value: (coin) => coin.change_24h_percent,
    cell: (coin) => <Change percent={coin.change_24h_percent} />,
  },
  {
    id: "d7",
    label: "7 d",
    numeric: true,
    hint: "Change over seven days",
    value: (coin) => coin.change_7d_percent,
    cell: (coin) => <Change percent={coin.change_7d_percent} />,
  },
  {
    id: "volume",
    label: "Volume 24 h",
    numeric: true,
    hint: "Traded in the last 24 hours, in US dollars",
    value: (coin) => coin.volume_24h,
    cell: (coin) => formatMoney(coin.volume_24h),
  },
  {
    id: "cap",
    label: "Market cap",
    numeric: true,
    hint: "Price times circulating supply, in US dollars",
    value: (coin) => coin.market_cap,
    cell: (coin) => formatMoney(coin.market_cap),
  },
  {
    id: "rank",
    label: "Rank",
    numeric: true,
    hint: "By market cap; by volume where no supply is published",
    value: (coin) => coin.market_cap_rank,
  },
  {
    id: "course",
    label: "Last 7 days",
    numeric: true,
    drawing: true,
    value: () => null,
    cell: (coin) => (
      <Sparkline values={coin.sparkline} percent={coin.change_7d_percent} width={112} height={26} />
    ),
  },
];

/** The forecast as a small picture, with its probability of a rise. */
function forecastColumn(reachPercent: () => number): Column<Row> {
  return {
    id: "next",
    label: "Next 24 h",
    numeric: true,
    hint:
      "Thin line: 9 outcomes of 10. Thick: half of them. Then the probability of a rise, strong where the coin has a proven edge.",
    value: (row) => row.forecast?.probability_up ?? null,
    cell: (row) => (
      <Show when={row.forecast} fallback="no forecast">
        {(forecast) => (
          <span class="next-cell">
            <IntervalMark row={forecast()} reachPercent={reachPercent()} width={110} />
            <span
              class={forecast().called ? "called" : "muted"}
              title={forecast().call_reason ?? undefined}
            >
              {formatShare(forecast().probability_up)} up
            </span>
          </span>
        )}
      </Show>
    ),
  };
}

/** Every tracked coin, a row each; a row opens the coin. */
export function MarketTable(props: {
  overview: MarketOverview;
  forecasts: readonly Prediction[];
}) {
  const navigate = useNavigate();
  // Without supplies there is no market cap of any coin: a column of dashes would say nothing.
  const byCap = () => props.overview.ranked_by === "market_cap";
  const reach = createMemo(() => intervalReach(props.forecasts));
  const all = [...COLUMNS, forecastColumn(reach)];
  const columns = () => all.filter((column) => byCap() || column.id !== "cap");
  const rows = createMemo(() => {
    const forecasts = new Map(props.forecasts.map((row) => [row.symbol, row]));
    return props.overview.coins.map((coin) => ({
      ...coin,
      forecast: forecasts.get(coin.symbol) ?? null,
    }));
  });
  return (
    <DataTable
      caption="Tracked coins with prices, changes, volume, market cap and forecast"
      fileName="market-overview"
      columns={columns()}
      rows={rows()}
      rowLink={(coin) => `/coin/${coin.symbol}`}
      onOpen={navigate}
      initialOrder={{ column: byCap() ? "cap" : "volume", descending: true }}
      hiddenAtFirst={["rank"]}
      searchLabel="Filter coins"
      empty="No coin has candles yet."
    />
  );
}
