import { formatAmount } from "../../lib/amount.ts";
import { type Column, DataTable } from "../../ui/DataTable.tsx";
import { Loadable } from "../../ui/Loadable.tsx";
import { createBalances } from "./coins_data.ts";

interface Row {
  readonly userId: string;
  readonly balance: string;
}

const COLUMNS: readonly Column<Row>[] = [
  { id: "user", label: "User id", value: (row) => row.userId },
  {
    id: "balance",
    label: "Available, TBC",
    numeric: true,
    value: (row) => row.balance,
    // The order only; what is shown and written is the exact text.
    rank: (row) => Number(row.balance),
    cell: (row) => formatAmount(row.balance),
  },
];

/** What everyone can spend, with `system` and `burned`. */
export function Balances() {
  const balances = createBalances();
  return (
    <Loadable thing="The balances" source={balances} height={320}>
      {(known) => (
        <DataTable
          caption="Balances"
          fileName="balances"
          columns={COLUMNS}
          rows={Object.entries(known()).map(([userId, balance]) => ({ userId, balance }))}
          initialOrder={{ column: "balance", descending: true }}
          searchLabel="Search a user id"
          empty="No account has been opened yet."
        />
      )}
    </Loadable>
  );
}
