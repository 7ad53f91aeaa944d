import { createMemo, Show } from "solid-js";
import { formatPrice } from "../../lib/format.ts";
import { createCoinForecast } from "../forecasts/forecast_data.ts";
import { useApp } from "../shell/app_state.ts";
import { fanPaths } from "./mini_fan.ts";

const WIDTH = 320;
const HEIGHT = 96;
/** The overview has the close of every fourth hour. */
const STEP_HOURS = 4;

/** The last week of a coin and the range of its forecast, in the size of a message. */
export function MiniFan(props: { symbol: string }) {
  const app = useApp();
  const forecast = createCoinForecast(() => props.symbol);
  const coin = () => app.overview.data()?.coins.find(({ symbol }) => symbol === props.symbol);
  const paths = createMemo(() => {
    const path = forecast.data()?.path;
    const past = coin()?.sparkline;
    return path && past ? fanPaths({ past, path, stepHours: STEP_HOURS }, WIDTH, HEIGHT) : null;
  });
  const label = () => {
    const known = forecast.data();
    return known
      ? `${props.symbol}: the last seven days, and 9 times out of 10 between ${
        formatPrice(known.lower)
      } and ` +
        `${formatPrice(known.upper)} at the end of the forecast`
      : "";
  };
  return (
    <Show when={paths()}>
      {(drawn) => (
        <a class="mini-fan" href={`/coin/${props.symbol}`}>
          <svg viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`} role="img" aria-label={label()}>
            <path class="fan-outer" d={drawn().outer} />
            <path class="fan-inner" d={drawn().inner} />
            <path class="fan-past" d={drawn().past} />
            <path class="fan-median" d={drawn().median} />
          </svg>
          <span class="muted">{label()}</span>
        </a>
      )}
    </Show>
  );
}
