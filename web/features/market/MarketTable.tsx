import { useNavigate } from "@solidjs/router";
import type { MarketOverview, OverviewCoin } from "../../../server/markets/schema.ts";
import { formatMoney, formatPrice } from "../../lib/format.ts";
import { Change } from "../../ui/Change.tsx";
import { type Column, DataTable } from "../../ui/DataTable.tsx";
import { Sparkline } from "../../ui/Sparkline.tsx";
import { CoinCell } from "./CoinCell.tsx";

const COLUMNS: readonly Column<OverviewCoin>[] = [
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
    hint: "In US dollars, the newest close",
    value: (coin) => coin.price,
    cell: (coin) => formatPrice(coin.price),
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
    hint: "Rank by market cap",
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

/** Every tracked coin, a row each; a row opens the coin. */
export function MarketTable(props: { overview: MarketOverview }) {
  const navigate = useNavigate();
  return (
    <DataTable
      caption="Tracked coins with prices, changes, volume and market cap"
      fileName="market-overview"
      columns={COLUMNS}
      rows={props.overview.coins}
      rowLink={(coin) => `/coin/${coin.symbol}`}
      onOpen={navigate}
      initialOrder={{
        column: props.overview.ranked_by === "market_cap" ? "cap" : "volume",
        descending: true,
      }}
      searchLabel="Filter coins"
      empty="No coin has candles yet."
    />
  );
}
