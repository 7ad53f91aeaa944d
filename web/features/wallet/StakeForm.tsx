import { createMemo, createSignal, Show } from "solid-js";
import type { DryRun } from "../../../server/coins/schema.ts";
import { formatCoins, printUnits, readAmount } from "../../lib/amount.ts";
import { createData } from "../../lib/data.ts";
import { createDebounced } from "../../lib/debounce.ts";
import { createIntent, isAnswer } from "../../lib/intent.ts";
import { createSubmission } from "../../lib/submission.ts";
import { api, toFailure, withKey } from "../../trpc.ts";
import { Segmented } from "../../ui/controls.tsx";
import { SubmitRow, TextField } from "../../ui/form.tsx";
import { Problems } from "./TransferPreview.tsx";

const ASK_AFTER_MS = 400;
const WAYS = [
  { value: "stake", label: "Stake" },
  { value: "unstake", label: "Unstake" },
] as const;
type Way = typeof WAYS[number]["value"];

interface Move {
  readonly user_id: string;
  readonly amount: string;
  readonly way: Way;
}

function call({ way, ...input }: Move, dryRun: boolean, options: object) {
  const asked = { ...input, dry_run: dryRun };
  return way === "stake"
    ? api.coins.stake.mutate(asked, options)
    : api.coins.unstake.mutate(asked, options);
}

async function tryMove(move: Move, signal: AbortSignal): Promise<{ move: Move; run: DryRun }> {
  const run = await call(move, true, { signal });
  if (!("dry_run" in run)) throw new Error("A dry run was answered by a real one.");
  return { move, run };
}

const same = (left: Move | undefined, right: Move | undefined) =>
  JSON.stringify(left) === JSON.stringify(right);

function createDraft(userId: () => string) {
  const [way, setWay] = createSignal<Way>("stake");
  const [amount, setAmount] = createSignal("");
  const move = createMemo(
    (): Move | undefined => {
      const { units } = readAmount(amount());
      if (units === undefined) return undefined;
      return { user_id: userId(), amount: printUnits(units), way: way() };
    },
    undefined,
    { equals: same },
  );
  const preview = createData("stake", createDebounced(move, ASK_AFTER_MS), tryMove, {
    maxAgeMs: 0,
  });
  const known = () => same(preview.data()?.move, move()) ? preview.data()?.run : undefined;
  const failure = () =>
    move() && !preview.stale() && preview.error() ? toFailure(preview.error()) : undefined;
  const ready = () => known()?.would_succeed === true && !preview.stale();
  return { way, setWay, amount, setAmount, move, known, failure, ready };
}

/** Sets coins aside and takes them back. */
export function StakeForm(props: { userId: string; onMoved: () => void }) {
  const draft = createDraft(() => props.userId);
  const [said, setSaid] = createSignal("");
  const intent = createIntent();
  const moving = createSubmission(async () => {
    const asked = draft.move();
    if (!asked) return;
    setSaid("");
    try {
      const done = await call(asked, false, withKey(intent.keyFor(asked)));
      intent.settle();
      draft.setAmount("");
      if ("message" in done) setSaid(done.message);
      props.onMoved();
    } catch (error) {
      if (isAnswer(toFailure(error).code)) intent.settle();
      throw error;
    }
  });
  const submit = (event: SubmitEvent) =>
    draft.ready() ? moving.submit(event) : event.preventDefault();
  const verb = () => draft.way() === "stake" ? "Stake" : "Unstake";
  return (
    <form class="form" onSubmit={submit}>
      <p class="muted form-note">
        Staked coins are set aside: they cannot be sent until you unstake them. Neither costs a fee.
        Where a cool-down is set, unstaked coins come back after it.
      </p>
      <Fields draft={draft} />
      <SubmitRow
        action={`${verb()} ${draft.move() ? formatCoins(draft.move()?.amount ?? "") : ""}`}
        disabled={!draft.ready()}
        submission={moving}
      >
        <span class="muted" role="status">{said()}</span>
      </SubmitRow>
    </form>
  );
}

function Fields(props: { draft: ReturnType<typeof createDraft> }) {
  const draft = props.draft;
  const [left, setLeft] = createSignal(false);
  return (
    <>
      <Segmented
        label="Stake or unstake"
        value={draft.way()}
        choices={WAYS}
        onChange={draft.setWay}
      />
      <TextField
        label="Amount"
        unit="TBC"
        inputMode="decimal"
        value={draft.amount()}
        onInput={draft.setAmount}
        onBlur={() => setLeft(true)}
        error={left() && draft.amount() !== "" ? readAmount(draft.amount()).problem : undefined}
      />
      <Show when={draft.known()}>
        {(run) => (
          <div class="preview" role="status">
            <Show when={run().balance_after}>
              {(rest) => (
                <dl class="facts">
                  <dt>Available afterwards</dt>
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
