import { Show } from "solid-js";
import { formatTime } from "../../lib/format.ts";
import { Expander } from "../../ui/Expander.tsx";
import { modelWords } from "./words.ts";

/** Where forecasts come from: when, by which model, and how they are to be read. */
export function ForecastOrigin(props: {
  forecast: {
    readonly prediction_time: string | null;
    readonly horizon_hours: number;
    readonly model: { id: string; type: string; trained_at: string | null } | null;
    readonly simulated: boolean;
  } | undefined;
}) {
  return (
    <Show when={props.forecast}>
      {(forecast) => (
        <Expander title="How this is made">
          <dl class="facts">
            <dt>As of</dt>
            <dd>
              <Show when={forecast().prediction_time} fallback="not made yet">
                {(time) => `${formatTime(Date.parse(time()))}, the close of the last candle used`}
              </Show>
            </dd>
            <dt>Reaches</dt>
            <dd>{forecast().horizon_hours} hours ahead</dd>
            <dt>Source</dt>
            <dd>
              {forecast().simulated
                ? "hourly candles of the simulated exchange"
                : "hourly candles of the exchange"}
            </dd>
            <dt>Model</dt>
            <dd>
              {modelWords(forecast().model)}{" "}
              <Show when={forecast().model}>
                {(model) => <span class="muted">Id {model().id}.</span>}
              </Show>
            </dd>
          </dl>
          <p class="muted">
            Prices a day ahead are close to a coin flip. A range says how far to trust a forecast:
            nine of ten outcomes should fall between its ends. A probability near 50 % means that
            nothing is known about the direction.
          </p>
        </Expander>
      )}
    </Show>
  );
}
