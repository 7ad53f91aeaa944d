import { Loadable } from "../../ui/Loadable.tsx";
import { createTrackRecord } from "../record/record_data.ts";
import { ownerWords, recordLine } from "../record/record_words.ts";

const DAYS = 90;

/** One line on how the forecasts of this coin have done, and the way to all of them. */
export function CoinRecord(props: { symbol: string }) {
  const record = createTrackRecord(() => props.symbol, () => DAYS);
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>The record on {props.symbol}</h2>
        <span class="muted panel-note">last {DAYS} days</span>
      </div>
      <Loadable thing={`The record on ${props.symbol}`} source={record} height={72}>
        {(known) => (
          <p class="panel-note chart-note">
            {recordLine(known().summary, known().of)} {ownerWords(known())}
          </p>
        )}
      </Loadable>
      <p class="panel-note chart-note">
        <a href={`/record?coin=${props.symbol}&view=coin`}>
          Every forecast of {props.symbol} and what came of it
        </a>
      </p>
    </section>
  );
}
