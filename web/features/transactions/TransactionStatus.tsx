import type { Transaction } from "../../../server/coins/schema.ts";
import { Icon } from "../../ui/Icon.tsx";
import { STATUS_ICONS, STATUS_WORDS } from "./transaction_words.ts";

/** How far a transaction is, as an icon and a word. */
export function TransactionStatus(props: { transaction: Transaction }) {
  const status = () => props.transaction.status;
  return (
    <span class="status-mark" title={props.transaction.failure?.message}>
      <Icon name={STATUS_ICONS[status()]} />
      {STATUS_WORDS[status()]}
      {props.transaction.reversed_by === null ? "" : ", reversed"}
    </span>
  );
}
