import { createSignal, For, Show } from "solid-js";
import type { ChatUsage } from "../../server/chat/schema.ts";
import { Gate } from "../features/account/Gate.tsx";
import { dayColumns, formatUsd, usageFinding } from "../features/chat_usage/usage_words.ts";
import { createData, invalidate } from "../lib/data.ts";
import { formatCount, formatShare, formatTime } from "../lib/format.ts";
import { createParam, oneOf } from "../lib/param.ts";
import type { PageInfo } from "../routes.ts";
import { api, toFailure } from "../trpc.ts";
import { Controls, SelectBox } from "../ui/controls.tsx";
import { DataTable } from "../ui/DataTable.tsx";
import { Loadable } from "../ui/Loadable.tsx";
import { Metric, Metrics } from "../ui/Metric.tsx";
import { Page as Frame } from "../ui/Page.tsx";

export const page: PageInfo = {
  path: "/chat-usage",
  title: "Chat usage",
  nav: { group: "System", icon: "message-circle", order: 7 },
  audience: "admin",
};

const SPAN_IDS = ["7", "30", "90"] as const;
const SPANS = [
  { value: "7", label: "7 days" },
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
] as const;

/** What the chat was asked, what it refused, how fast it was and what it cost. */
export function Page() {
  return (
    <Gate needs="admin" thing="the usage of the chat" title="Chat usage">{() => <Usage />}</Gate>
  );
}

function Usage() {
  const [days, setDays] = createParam("days", "30", oneOf(SPAN_IDS));
  const usage = createData(
    "chat usage",
    () => ({ days: Number(days()) }),
    (key, signal) => api.admin.usage.query(key, { signal }),
  );
  return (
    <Frame title="Chat usage" finding={usage.data() && usageFinding(usage.data()!)}>
      <Controls>
        <SelectBox label="Span" choices={SPANS} value={days()} onChange={setDays} />
      </Controls>
      <Loadable thing="The usage of the chat" source={usage} height={320}>
        {(known) => <Known usage={known()} />}
      </Loadable>
    </Frame>
  );
}

function Known(props: { usage: ChatUsage }) {
  const totals = () => props.usage.totals;
  return (
    <>
      <Metrics>
        <Metric label="Questions" value={formatCount(totals().questions)} />
        <Metric label="Refused" value={formatShare(totals().rejection_rate)} />
        <Metric label="With personal data" value={formatShare(totals().pii_rate)} />
        <Metric label="Cost" value={formatUsd(totals().cost_usd)} />
      </Metrics>
      <Budget budget={props.usage.budget} />
      <section class="section">
        <h2>By day</h2>
        <DataTable
          caption="Questions by day"
          fileName="chat-usage"
          columns={dayColumns}
          rows={props.usage.by_day}
          initialOrder={{ column: "day", descending: true }}
          empty="Nothing was asked in this span."
        />
      </section>
      <section class="section">
        <h2>Asked more than once</h2>
        <Show
          when={props.usage.common_questions.length > 0}
          fallback={<p class="muted">No question was asked by two, or three times.</p>}
        >
          <ol>
            <For each={props.usage.common_questions}>
              {(one) => (
                <li>
                  {one.question}{" "}
                  <span class="muted">
                    {formatCount(one.count)} times, last {formatTime(Date.parse(one.last_at))}
                  </span>
                </li>
              )}
            </For>
          </ol>
        </Show>
      </section>
    </>
  );
}

/** What the language model may cost a day. */
function Budget(props: { budget: ChatUsage["budget"] }) {
  const [total, setTotal] = createSignal(props.budget.total_usd);
  const [person, setPerson] = createSignal(props.budget.person_usd);
  const [said, setSaid] = createSignal("");
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    try {
      await api.admin.setChatBudget.mutate({ total_usd: total(), person_usd: person() });
      setSaid("Saved.");
      invalidate("chat usage");
    } catch (error) {
      setSaid(toFailure(error).message);
    }
  };
  return (
    <form class="panel budget-form" onSubmit={save}>
      <h2>Budget of the language model</h2>
      <p class="muted">
        Spent today:{" "}
        {formatUsd(Number(props.budget.spent_today_usd))}. When it is spent, the built-in analyst
        answers until midnight UTC.
      </p>
      <label>
        USD a day for everyone{" "}
        <input
          class="form-control"
          inputMode="decimal"
          value={total()}
          onInput={(event) => setTotal(event.currentTarget.value)}
        />
      </label>
      <label>
        USD a day for one person{" "}
        <input
          class="form-control"
          inputMode="decimal"
          value={person()}
          onInput={(event) => setPerson(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="btn btn-sm btn-primary">Save</button>
      <Show when={said()}>{(text) => <p role="status">{text()}</p>}</Show>
    </form>
  );
}
