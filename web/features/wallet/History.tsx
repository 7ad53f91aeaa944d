import { createSignal, Show } from "solid-js";
import type { Transaction } from "../../../server/coins/schema.ts";
import { formatAmount, formatSigned } from "../../lib/amount.ts";
import { formatTime } from "../../lib/format.ts";
import type { Paged } from "../../lib/paged.ts";
import { createParam, oneOf, textCodec } from "../../lib/param.ts";
import { createSubmission } from "../../lib/submission.ts";
import { Controls, DayBox, SearchBox, SelectBox } from "../../ui/controls.tsx";
import type { Column } from "../../ui/DataTable.tsx";
import { FailureNote } from "../../ui/form.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Loadable } from "../../ui/Loadable.tsx";
import { PagedTable } from "../../ui/PagedTable.tsx";
import { saveFile } from "../../ui/save_file.ts";
import { toCsv } from "../../ui/table_model.ts";
import {
  counterpartyOf,
  directionOf,
  noteOf,
  signedAmount,
  STATUS_WORDS,
  TYPE_WORDS,
} from "../transactions/transaction_words.ts";
import { TransactionStatus } from "../transactions/TransactionStatus.tsx";
import {
  csvColumns,
  type HistoryControls,
  type HistoryFilter,
  STATUSES,
  toFilter,
  TYPES,
} from "./history_filter.ts";
import { fetchHistory } from "./wallet_data.ts";

const TYPE_CHOICES = [
  { value: "" as const, label: "All types" },
  ...TYPES.map((value) => ({ value, label: TYPE_WORDS[value] })),
];
const STATUS_CHOICES = [
  { value: "" as const, label: "Any state" },
  ...STATUSES.map((value) => ({ value, label: STATUS_WORDS[value] })),
];
const DIRECTIONS = [
  { value: "", label: "In and out" },
  { value: "in", label: "In" },
  { value: "out", label: "Out" },
] as const;

/** The filters of the history, kept in the address. */
export function createHistoryControls() {
  const [type, setType] = createParam("type", "" as const, oneOf(["", ...TYPES]));
  const [status, setStatus] = createParam("status", "" as const, oneOf(["", ...STATUSES]));
  const [direction, setDirection] = createParam("direction", "", oneOf(["", "in", "out"]));
  const [counterparty, setCounterparty] = createParam("with", "", textCodec);
  const [from, setFrom] = createParam("from", "", textCodec);
  const [to, setTo] = createParam("to", "", textCodec);
  const values = (): HistoryControls => ({
    type: type(),
    status: status(),
    direction: direction(),
    counterparty: counterparty(),
    from: from(),
    to: to(),
  });
  return {
    ...{ values, setType, setStatus, setDirection, setCounterparty, setFrom, setTo },
    filter: () => toFilter(values()),
  };
}

const columns = (userId: string): readonly Column<Transaction>[] => [
  {
    id: "time",
    label: "Time",
    value: (row) => row.timestamp,
    cell: (row) => (
      <a href={`/transactions/${row.transaction_id}`}>{formatTime(Date.parse(row.timestamp))}</a>
    ),
  },
  {
    id: "type",
    label: "What",
    value: (row) =>
      row.transaction_type === "send" && directionOf(row, userId) === "in"
        ? "Received"
        : TYPE_WORDS[row.transaction_type],
  },
  { id: "with", label: "With", value: (row) => counterpartyOf(row, userId) || "yourself" },
  {
    id: "amount",
    label: "TBC, fee included",
    numeric: true,
    value: (row) => signedAmount(row, userId),
    cell: (row) =>
      directionOf(row, userId) === "self"
        ? formatAmount(row.amount)
        : formatSigned(signedAmount(row, userId)),
  },
  {
    id: "fee",
    label: "Fee",
    numeric: true,
    value: (row) => row.fee,
    cell: (row) => directionOf(row, userId) === "out" ? formatAmount(row.fee) : "–",
  },
  {
    id: "status",
    label: "State",
    value: (row) => row.status,
    cell: (row) => <TransactionStatus transaction={row} />,
  },
  {
    id: "note",
    label: "Note",
    value: (row) => noteOf(row),
    cell: (row) => <span class="wrap-cell">{noteOf(row)}</span>,
  },
];

/** Every transaction of a person, filtered, page by page, to be taken along as CSV. */
export function History(props: {
  userId: string;
  controls: ReturnType<typeof createHistoryControls>;
  history: Paged<Transaction>;
}) {
  const shown = () => props.controls.values();
  const filtered = () => Object.keys(props.controls.filter()).length > 0;
  return (
    <>
      <Controls>
        <SelectBox
          label="What"
          value={shown().type}
          choices={TYPE_CHOICES}
          onChange={props.controls.setType}
        />
        <SelectBox
          label="State"
          value={shown().status}
          choices={STATUS_CHOICES}
          onChange={props.controls.setStatus}
        />
        <SelectBox
          label="Way"
          value={shown().direction}
          choices={DIRECTIONS}
          onChange={props.controls.setDirection}
        />
        <DayBox label="Since" value={shown().from} onChange={props.controls.setFrom} />
        <DayBox label="Until" value={shown().to} onChange={props.controls.setTo} />
        <SearchBox
          label="With user id"
          value={shown().counterparty}
          onInput={props.controls.setCounterparty}
        />
        <span class="controls-gap" />
        <SaveHistory userId={props.userId} filter={props.controls.filter} />
      </Controls>
      <Loadable thing="The history" source={props.history} height={240}>
        {(rows) => (
          <PagedTable
            caption="Transactions, the newest first"
            columns={columns(props.userId)}
            rows={rows()}
            empty={filtered()
              ? "No transaction matches these filters."
              : "No transaction yet. The first coins come from an administrator or another person."}
            hasMore={props.history.hasMore()}
            busy={props.history.stale()}
            onMore={props.history.more}
          />
        )}
      </Loadable>
    </>
  );
}

function SaveHistory(props: { userId: string; filter: () => HistoryFilter }) {
  const [rows, setRows] = createSignal(0);
  const saving = createSubmission(async () => {
    setRows(0);
    const all = await fetchHistory(props.userId, props.filter(), setRows);
    saveFile("transactions.csv", "text/csv", toCsv(csvColumns(props.userId), all));
  });
  return (
    <>
      <button
        type="button"
        class="btn btn-sm btn-quiet"
        disabled={saving.busy()}
        title="What the filters leave, all pages"
        onClick={saving.submit}
      >
        <Icon name="download" />
        <Show when={saving.busy()} fallback="CSV">{rows()} rows…</Show>
      </button>
      <FailureNote submission={saving} />
    </>
  );
}
