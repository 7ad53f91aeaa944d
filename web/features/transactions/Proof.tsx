import { createSignal, Match, Show, Switch } from "solid-js";
import type { Receipt } from "../../../server/transactions/schema.ts";
import { formatCount } from "../../lib/format.ts";
import { CopyButton, CopyText } from "../../ui/form.tsx";
import { Expander } from "../../ui/Expander.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { saveFile } from "../../ui/save_file.ts";
import { type ChainProof, checkProof } from "./check_proof.ts";
import { receiptText } from "./transaction_words.ts";

/** Where the transaction stands in the hash chain, with a button that recomputes it here. */
export function Proof(props: { receipt: Receipt }) {
  const save = () =>
    saveFile(
      `receipt-${props.receipt.transaction.transaction_id}.json`,
      "application/json",
      JSON.stringify(props.receipt, null, 2),
    );
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>Place in the chain</h2>
        <span class="row-buttons">
          <CopyButton text={receiptText(props.receipt)} label="Copy" />
          <button type="button" class="btn btn-sm btn-quiet" onClick={save}>
            <Icon name="download" /> Receipt as a file
          </button>
        </span>
      </div>
      <Show when={props.receipt.proof} fallback={<NotChained receipt={props.receipt} />}>
        {(proof) => (
          <Chained
            proof={{ transaction_id: props.receipt.transaction.transaction_id, ...proof() }}
          />
        )}
      </Show>
    </section>
  );
}

function NotChained(props: { receipt: Receipt }) {
  return (
    <p class="muted panel-note">
      {props.receipt.entries.length === 0
        ? "Only what has moved coins is chained."
        : "It is not chained yet. That follows within a minute or two; this page asks again."}
    </p>
  );
}

type Verdict = "unchecked" | "holds" | string;

function Chained(props: { proof: ChainProof }) {
  const [verdict, setVerdict] = createSignal<Verdict>("unchecked");
  const [checked, setChecked] = createSignal("");
  const verify = async () => {
    const proof = props.proof;
    setVerdict(await checkProof(proof) ?? "holds");
    setChecked(`${formatCount(proof.path.length)} links`);
  };
  return (
    <>
      <dl class="facts panel-note">
        <dt>Link</dt>
        <dd>
          {formatCount(props.proof.position)} of {formatCount(props.proof.head.position)}
        </dd>
        <dt>Hash</dt>
        <dd>
          <CopyText text={props.proof.hash} what="the hash" />
        </dd>
        <dt>Head</dt>
        <dd>
          <CopyText text={props.proof.head.hash} what="the hash of the head" />
        </dd>
      </dl>
      <p class="form-buttons panel-note">
        <Show
          when={isSecureContext}
          fallback={
            <span class="muted">
              A browser computes hashes over https only. The file has all that sha256sum needs.
            </span>
          }
        >
          <button
            type="button"
            class="btn btn-sm btn-outline-secondary"
            onClick={() => void verify()}
          >
            <Icon name="shield-check" /> Verify
          </button>
        </Show>
        <span role="status">
          <Switch>
            <Match when={verdict() === "holds"}>
              <Icon name="circle-check" /> It holds: {checked()} recomputed in this browser.
            </Match>
            <Match when={verdict() !== "unchecked"}>
              <span class="form-error">
                <Icon name="triangle-alert" /> It does not hold. {verdict()}
              </span>
            </Match>
          </Switch>
        </span>
      </p>
      <Expander title="How this is made">
        <p>
          The text below was hashed into a chain in which each link names the one before. Whoever
          notes down the hash of the head today can show later that this transaction was in the
          ledger as it stands here. Accounts are numbers in it, so that it names nobody.
        </p>
        <pre class="hash">{props.proof.text}</pre>
      </Expander>
    </>
  );
}
