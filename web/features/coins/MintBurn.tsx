import { createMemo, createSignal, Show } from "solid-js";
import type { DryRun } from "../../../server/coins/schema.ts";
import { formatCoins, printUnits, readAmount } from "../../lib/amount.ts";
import { createData } from "../../lib/data.ts";
import { createDebounced } from "../../lib/debounce.ts";
import { createIntent, isAnswer } from "../../lib/intent.ts";
import { createSubmission } from "../../lib/submission.ts";
import { api, toFailure, withKey } from "../../trpc.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { Segmented } from "../../ui/controls.tsx";
import { FailureNote, SubmitRow, TextField } from "../../ui/form.tsx";
import { Problems } from "../wallet/TransferPreview.tsx";

const ASK_AFTER_MS = 400;
const WAYS = [
  { value: "mint", label: "Mint" },
  { value: "burn", label: "Burn" },
] as const;
type Way = typeof WAYS[number]["value"];

interface Order {
  readonly user_id: string;
  readonly amount: string;
  readonly way: Way;
}

function call({ way, ...input }: Order, dryRun: boolean, options: object) {
  const asked = { ...input, dry_run: dryRun };
  return way === "mint"
    ? api.coins.mint.mutate(asked, options)
    : api.coins.burn.mutate(asked, options);
}

async function tryOrder(order: Order, signal: AbortSignal): Promise<{ order: Order; run: DryRun }> {
  const run = await call(order, true, { signal });
  if (!("dry_run" in run)) throw new Error("A dry run was answered by a real one.");
  return { order, run };
}

const same = (left: Order | undefined, right: Order | undefined) =>
  JSON.stringify(left) === JSON.stringify(right);

function createOrder() {
  const [way, setWay] = createSignal<Way>("mint");
  const [userId, setUserId] = createSignal("");
  const [amount, setAmount] = createSignal("");
  const order = createMemo(
    (): Order | undefined => {
      const { units } = readAmount(amount());
      if (units === undefined || !/^[A-Za-z0-9_-]{1,100}$/.test(userId().trim())) return undefined;
      return { way: way(), user_id: userId().trim(), amount: printUnits(units) };
    },
    undefined,
    { equals: same },
  );
  const preview = createData("mint", createDebounced(order, ASK_AFTER_MS), tryOrder, {
    maxAgeMs: 0,
  });
  const known = () => same(preview.data()?.order, order()) ? preview.data()?.run : undefined;
  const failure = () =>
    order() && !preview.stale() && preview.error() ? toFailure(preview.error()) : undefined;
  const ready = () => known()?.would_succeed === true && !preview.stale();
  return { way, setWay, userId, setUserId, amount, setAmount, order, known, failure, ready };
}

/** Gives coins out of the system's, and takes coins out of the world. */
export function MintBurn(props: { onMoved: () => void }) {
  const draft = createOrder();
  const [asking, setAsking] = createSignal(false);
  const [said, setSaid] = createSignal("");
  const intent = createIntent();
  const moving = createSubmission(async () => {
    const order = draft.order();
    if (!order) return;
    try {
      const done = await call(order, false, withKey(intent.keyFor(order)));
      intent.settle();
      draft.setAmount("");
      setAsking(false);
      if ("message" in done) setSaid(done.message);
      props.onMoved();
    } catch (error) {
      if (isAnswer(toFailure(error).code)) intent.settle();
      throw error;
    }
  });
  const ask = (event: SubmitEvent) => {
    event.preventDefault();
    setSaid("");
    if (draft.ready()) setAsking(true);
  };
  const verb = () => draft.way() === "mint" ? "Mint" : "Burn";
  const words = () => `${verb()} ${formatCoins(draft.order()?.amount ?? "0")}`;
  return (
    <section class="panel wallet-form">
      <form class="form" onSubmit={ask}>
        <Segmented
          label="Mint or burn"
          value={draft.way()}
          choices={WAYS}
          onChange={draft.setWay}
        />
        <Fields draft={draft} />
        <SubmitRow
          action={draft.order() ? `${words()}…` : verb()}
          disabled={!draft.ready()}
          submission={{ ...moving, failure: () => null }}
        >
          <span class="muted" role="status">{said()}</span>
        </SubmitRow>
      </form>
      <ConfirmDialog
        open={asking()}
        title={`${words()} ${draft.way() === "mint" ? "for" : "of"} ${
          draft.order()?.user_id ?? ""
        }?`}
        action={verb()}
        grave={draft.way() === "burn"}
        busy={moving.busy()}
        onConfirm={moving.submit}
        onClose={() => {
          setAsking(false);
          moving.clear();
        }}
      >
        <p>
          {draft.way() === "mint"
            ? "The coins come from the system's own. It is written into the audit log."
            : "Burned coins are gone for good; only a reversal brings them back. It is written into the audit log."}
        </p>
        <FailureNote submission={moving} />
      </ConfirmDialog>
    </section>
  );
}

function Fields(props: { draft: ReturnType<typeof createOrder> }) {
  const draft = props.draft;
  const [left, setLeft] = createSignal(false);
  return (
    <>
      <TextField
        label={draft.way() === "mint" ? "For" : "Of"}
        value={draft.userId()}
        onInput={draft.setUserId}
        hint="A user id."
      />
      <TextField
        label="Amount"
        unit="TBC"
        inputMode="decimal"
        value={draft.amount()}
        onInput={draft.setAmount}
        onBlur={() => setLeft(draft.amount() !== "")}
        error={left() && draft.amount() !== "" ? readAmount(draft.amount()).problem : undefined}
      />
      <Show when={draft.known()}>
        {(run) => (
          <div class="preview" role="status">
            <Show when={run().balance_after}>
              {(rest) => (
                <dl class="facts">
                  <dt>
                    {draft.way() === "mint" ? "The system has left" : `${draft.userId()} has left`}
                  </dt>
                  <dd>{formatCoins(rest())}</dd>
                </dl>
              )}
            </Show>
            <Problems problems={run().problems} />
          </div>
        )}
      </Show>
      <Show when={draft.failure()}>
        {(failure) => <p class="form-error">{failure().message}</p>}
      </Show>
    </>
  );
}
