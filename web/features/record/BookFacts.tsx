import { Show } from "solid-js";
import type { TrackRecord } from "../../../server/predictions/schema.ts";
import { formatCount, formatTime } from "../../lib/format.ts";

/** What makes the record one that cannot be changed afterwards, and how to check that. */
export function BookFacts(props: { record: TrackRecord }) {
  const book = () => props.record.book;
  const since = () => {
    const time = book().since;
    return time === null ? "nothing yet" : formatTime(Date.parse(time));
  };
  return (
    <section class="panel section">
      <div class="panel-head">
        <h2>The sealed book</h2>
        <span class="muted panel-note">{formatCount(book().publications)} publications</span>
      </div>
      <dl class="facts panel-note">
        <dt>Since</dt>
        <dd>{since()}</dd>
        <dt>Late</dt>
        <dd>
          {formatCount(book().late)}{" "}
          written after their first hour was over: kept in the book, never scored
        </dd>
        <dt>Newest seal</dt>
        <dd>
          <Show when={book().head} fallback="nothing is sealed yet">
            {(head) => <code>{head()}</code>}
          </Show>
        </dd>
        <dt>Check it</dt>
        <dd>
          <code>deno task db verify</code>{" "}
          computes every seal anew and names the first entry that was changed. Note the newest seal
          down: with it you can prove later that nothing was cut off.
        </dd>
      </dl>
      <p class="muted panel-note chart-note">
        Each publication is written before the hours it speaks of, with a seal over its forecasts
        and over the seal before it. Outcomes are kept apart and never touch it.
      </p>
    </section>
  );
}
