import { Show } from "solid-js";
import { Gate } from "../features/account/Gate.tsx";
import { actorOf, type AuditEntry, detailsOf } from "../features/audit/audit_words.ts";
import { edgeOfDay } from "../lib/days.ts";
import { formatTime, UNKNOWN } from "../lib/format.ts";
import { createPaged } from "../lib/paged.ts";
import { createParam, oneOf, textCodec } from "../lib/param.ts";
import type { PageInfo } from "../routes.ts";
import { api } from "../trpc.ts";
import { Controls, DayBox, SearchBox, SelectBox } from "../ui/controls.tsx";
import type { Column } from "../ui/DataTable.tsx";
import { Expander } from "../ui/Expander.tsx";
import { Loadable } from "../ui/Loadable.tsx";
import { Page as Frame } from "../ui/Page.tsx";
import { PagedTable } from "../ui/PagedTable.tsx";

export const page: PageInfo = {
  path: "/audit",
  title: "Audit log",
  nav: { group: "System", icon: "scroll-text", order: 6 },
  audience: "admin",
};

const KINDS = [
  { value: "", label: "Everything" },
  { value: "act", label: "Acts" },
  { value: "chat", label: "Questions" },
] as const;

/** What administrators did, newest first. */
export function Page() {
  return (
    <Frame
      title="Audit log"
      finding="What administrators did, and what the chat was asked. What was done is never changed."
    >
      <Gate needs="admin" thing="the audit log">{() => <Log />}</Gate>
    </Frame>
  );
}

const COLUMNS: readonly Column<AuditEntry>[] = [
  { id: "at", label: "Time", value: (entry) => formatTime(Date.parse(entry.at)) },
  { id: "act", label: "Act", value: (entry) => entry.act },
  { id: "actor", label: "By", value: actorOf },
  {
    id: "target",
    label: "To",
    value: (entry) => entry.target,
    cell: (entry) => <Target target={entry.target} />,
  },
  {
    id: "details",
    label: "Particulars",
    value: (entry) => detailsOf(entry.details),
    cell: (entry) => <span class="wrap-cell">{detailsOf(entry.details)}</span>,
  },
  {
    id: "request",
    label: "Request",
    value: (entry) => entry.request_id,
    hint: "The whole id is in the log under the same name",
    cell: (entry) => (
      <span class="muted" title={entry.request_id ?? undefined}>
        {entry.request_id?.slice(0, 8) ?? UNKNOWN}
      </span>
    ),
  },
];

/** What it was done to; a transaction is a link to its receipt. */
function Target(props: { target: string | null }) {
  const transaction = () => /^transaction:([\w-]+)$/.exec(props.target ?? "")?.[1];
  return (
    <Show when={transaction()} fallback={props.target ?? UNKNOWN}>
      {(id) => <a href={`/transactions/${id()}`}>transaction {id().slice(-12)}</a>}
    </Show>
  );
}

function Log() {
  const [kind, setKind] = createParam("kind", "", oneOf(["", "act", "chat"]));
  const [act, setAct] = createParam("act", "", textCodec);
  const [actor, setActor] = createParam("actor", "", textCodec);
  const [from, setFrom] = createParam("from", "", textCodec);
  const [to, setTo] = createParam("to", "", textCodec);
  const kindOf = () => kind() === "" ? undefined : kind() as "act" | "chat";
  const narrowed = () => [kind(), act(), actor(), from(), to()].some((text) => text !== "");
  const entries = createPaged(
    () => ({
      kind: kindOf(),
      act: act().trim() || undefined,
      actor: actor().trim() || undefined,
      from: edgeOfDay(from(), "start"),
      to: edgeOfDay(to(), "end"),
    }),
    async (question, cursor, signal) => {
      const page = await api.admin.audit.query(
        { ...question, cursor: cursor ?? undefined },
        { signal },
      );
      return { rows: page.entries, next: page.next_cursor };
    },
  );
  return (
    <>
      <Controls>
        <SelectBox label="Show" value={kind()} choices={KINDS} onChange={setKind} />
        <SearchBox label="Act, such as coins.mint" value={act()} onInput={setAct} />
        <SearchBox label="By whom" value={actor()} onInput={setActor} />
        <DayBox label="Since" value={from()} onChange={setFrom} />
        <DayBox label="Until" value={to()} onChange={setTo} />
      </Controls>
      <Loadable thing="The audit log" source={entries} height={400}>
        {(rows) => (
          <PagedTable
            caption="Acts of administrators and questions to the chat"
            columns={COLUMNS}
            rows={rows()}
            empty={narrowed()
              ? "Nothing matches. Acts are looked for by their whole name."
              : "No administrator has done anything yet."}
            hasMore={entries.hasMore()}
            busy={entries.stale()}
            onMore={entries.more}
          />
        )}
      </Loadable>
      <Expander title="How this is made">
        <p>
          Each act is written in the same database transaction as what it did, so neither is there
          without the other. The particulars hold neither secrets nor names of people. The same rows
          are served at GET /api/admin/audit. A question loses its text, address and browser when
          its conversation is erased.
        </p>
      </Expander>
    </>
  );
}
