import { useParams } from "@solidjs/router";
import { Show } from "solid-js";
import type { Account } from "../../server/auth/schema.ts";
import type { Receipt } from "../../server/transactions/schema.ts";
import { Gate } from "../features/account/Gate.tsx";
import { EntriesTable } from "../features/transactions/EntriesTable.tsx";
import { PendingActs } from "../features/transactions/PendingActs.tsx";
import { Proof } from "../features/transactions/Proof.tsx";
import { createReceipt } from "../features/transactions/receipt_data.ts";
import { ReceiptFacts } from "../features/transactions/ReceiptFacts.tsx";
import { ReverseButton } from "../features/transactions/ReverseButton.tsx";
import { describeTransaction } from "../features/transactions/transaction_words.ts";
import type { PageInfo } from "../routes.ts";
import { Loadable } from "../ui/Loadable.tsx";
import { Page as Frame } from "../ui/Page.tsx";

export const page: PageInfo = { path: "/transactions/:id", title: "Receipt" };

/** One transaction: what it did, its entries, and the proof of their place in the chain. */
export function Page() {
  const params = useParams<{ id: string }>();
  return (
    <Gate needs="account" thing="this receipt" title={page.title}>
      {(account) => <OneReceipt id={params.id} account={account()} />}
    </Gate>
  );
}

function OneReceipt(props: { id: string; account: Account }) {
  const receipt = createReceipt(() => props.id);
  return (
    <Frame
      title="Receipt"
      finding={
        <Show when={receipt.data()}>
          {(known) => <>{describeTransaction(known().transaction)}.</>}
        </Show>
      }
    >
      <Loadable thing="The receipt" source={receipt} height={320}>
        {(known) => (
          <>
            <div class="two-columns">
              <section class="panel">
                <div class="panel-head">
                  <h2>What was moved</h2>
                </div>
                <ReceiptFacts receipt={known()} />
                <Acts receipt={known()} account={props.account} onChange={receipt.refetch} />
              </section>
              <Proof receipt={known()} />
            </div>
            <h2 class="section-title">Entries</h2>
            <EntriesTable receipt={known()} />
          </>
        )}
      </Loadable>
    </Frame>
  );
}

function Acts(props: { receipt: Receipt; account: Account; onChange: () => void }) {
  const row = () => props.receipt.transaction;
  const isAdmin = () => props.account.role === "admin";
  const mayAct = () => isAdmin() || row().from_user === props.account.user_id;
  const reversible = () =>
    isAdmin() && row().status === "completed" && row().reversed_by === null &&
    row().reverses === null;
  return (
    <>
      <Show when={row().status === "pending" && mayAct()}>
        <PendingActs transaction={row()} onChange={props.onChange} />
      </Show>
      <Show when={reversible()}>
        <ReverseButton transaction={row()} onChange={props.onChange} />
      </Show>
    </>
  );
}
