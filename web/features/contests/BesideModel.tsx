import { For, Show } from "solid-js";
import type { ContestForecast, ContestKind } from "../../../server/contests/schema.ts";
import { formatPrice, formatShare, formatTime } from "../../lib/format.ts";
import { forecastWords } from "./contest_words.ts";
import { placeOnScale, type RangeScale, rangeScale } from "./range_scale.ts";
import type { OpenCoin } from "./stake_draft.ts";

const WIDTH = 320;
const HEIGHT = 20;
const MARGIN = 6;

/** One's own forecast over the model's newest, on one scale. */
export function BesideModel(props: {
  coin: OpenCoin;
  kind: ContestKind;
  /** What is in the form; null while it cannot be read. */
  own: ContestForecast | null;
}) {
  const rows = () => {
    const model = props.coin.model;
    return [
      { label: "Yours", forecast: props.own },
      { label: "The model", forecast: model && modelForecast(model, props.kind) },
    ];
  };
  const scale = () =>
    rangeScale(rows().map((row) => row.forecast?.quantiles ?? null), props.coin.price);
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>Beside the model</h2>
        <span class="muted panel-note">
          {props.coin.symbol} now {formatPrice(props.coin.price)}
        </span>
      </div>
      <ul class="beside-model">
        <For each={rows()}>
          {(row) => (
            <li>
              <span class="beside-label">{row.label}</span>
              <Show when={row.forecast} fallback={<span class="muted">says nothing yet</span>}>
                {(forecast) => (
                  <>
                    <Mark forecast={forecast()} scale={scale()} price={props.coin.price} />
                    <span>{forecastWords(forecast())}</span>
                  </>
                )}
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={props.coin.model}>
        {(model) => (
          <p class="muted panel-note chart-note">
            The model's was made at{" "}
            {formatTime(Date.parse(model().made_at))}. Yours is scored against the one it seals when
            entries close, which knows up to an hour more.
          </p>
        )}
      </Show>
    </section>
  );
}

function modelForecast(
  model: NonNullable<OpenCoin["model"]>,
  kind: ContestKind,
): ContestForecast {
  return kind === "direction"
    ? { probability_up: model.probability_up, quantiles: null }
    : { probability_up: null, quantiles: model.quantiles };
}

/** A thin line for 9 of 10 outcomes, a thick one for half; a dot for a median or a probability. */
function Mark(props: { forecast: ContestForecast; scale: RangeScale; price: number }) {
  const x = (place: number) => MARGIN + place * (WIDTH - 2 * MARGIN);
  const at = (price: number) => x(placeOnScale(price, props.scale));
  const chance = () => props.forecast.probability_up ?? 0.5;
  return (
    <svg
      class="interval-mark beside-mark"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={forecastWords(props.forecast)}
    >
      <Show
        when={props.forecast.quantiles}
        fallback={
          <>
            <line class="zero" x1={x(0.5)} x2={x(0.5)} y1="1" y2={HEIGHT - 1} />
            <line class="ninety" x1={x(0)} x2={x(1)} y1={HEIGHT / 2} y2={HEIGHT / 2} />
            <line class="fifty" x1={x(0.5)} x2={x(chance())} y1={HEIGHT / 2} y2={HEIGHT / 2} />
            <circle cx={x(chance())} cy={HEIGHT / 2} r="4">
              <title>{formatShare(chance())}</title>
            </circle>
          </>
        }
      >
        {(said) => (
          <>
            <line class="zero" x1={at(props.price)} x2={at(props.price)} y1="1" y2={HEIGHT - 1} />
            <line class="ninety" x1={at(said().q05)} x2={at(said().q95)} y1="10" y2="10" />
            <line class="fifty" x1={at(said().q25)} x2={at(said().q75)} y1="10" y2="10" />
            <circle cx={at(said().q50)} cy={HEIGHT / 2} r="4" />
          </>
        )}
      </Show>
    </svg>
  );
}
