import { type Accessor, createEffect, createMemo, createSignal, on } from "solid-js";
import type { ContestKind, Stake, StakePreview } from "../../../server/contests/schema.ts";
import { formatCoins } from "../../lib/amount.ts";
import { invalidate } from "../../lib/data.ts";
import { createIntent, type Intent, isAnswer } from "../../lib/intent.ts";
import { createSubmission, type Submission } from "../../lib/submission.ts";
import { api, toFailure, withKey } from "../../trpc.ts";
import { forecastWords } from "./contest_words.ts";
import { createPreview } from "./contests_data.ts";
import {
  draftFrom,
  type DraftReading,
  type OpenCoin,
  readDraft,
  type StakeDraft,
} from "./stake_draft.ts";

/** Whose stake it is, on what, for which hour. */
export interface StakeSubject {
  readonly userId: string;
  readonly coin: OpenCoin;
  readonly kind: ContestKind;
  readonly targetTime: string;
}

/** The form, what the server says of it, and the way to send it. */
export interface StakeForm {
  readonly draft: Accessor<StakeDraft>;
  change(part: Partial<StakeDraft>): void;
  readonly reading: Accessor<DraftReading>;
  /** What would happen; null while the form cannot be read. */
  readonly preview: Accessor<StakePreview | null>;
  /** True where `preview` is of what stands in the form, and nothing is in the way. */
  readonly ready: Accessor<boolean>;
  readonly submission: Submission;
  /** What was staked last. */
  readonly said: Accessor<string>;
}

/** A form that begins with the model's words and asks the server what could come of it. */
export function createStakeForm(
  subject: Accessor<StakeSubject>,
  onAnswer: () => void,
): StakeForm {
  const [draft, setDraft] = createSignal(draftFrom(subject().coin));
  const change = (part: Partial<StakeDraft>) => setDraft({ ...draft(), ...part });
  // Another coin begins anew; a new answer on the same one keeps what was typed.
  const symbol = createMemo(() => subject().coin.symbol);
  createEffect(on(symbol, () => setDraft(draftFrom(subject().coin)), { defer: true }));
  const reading = createMemo(() => readDraft(symbol(), subject().kind, draft()));
  const asked = createPreview(() => subject().userId, () => reading().body);
  const preview = () => reading().body ? asked.data() ?? null : null;
  const [said, setSaid] = createSignal("");
  const intent = createIntent();
  const submission = createSubmission(async () => {
    const body = reading().body;
    if (!body) return;
    const stake = await sendStake(intent, {
      ...{ user_id: subject().userId, target_time: subject().targetTime },
      ...body,
    }).finally(onAnswer);
    if (stake) setSaid(`${formatCoins(stake.amount)} staked: ${forecastWords(stake.forecast)}.`);
    change({ amount: "" });
    invalidate();
  });
  return {
    ...{ draft, change, reading, preview, submission, said },
    ready: () => asked.isCurrent() && preview()?.would_succeed === true,
  };
}

/** Sends with one key until there is an answer, so that a repetition stakes once. */
async function sendStake(
  intent: Intent,
  wish: Parameters<typeof api.contests.place.mutate>[0],
): Promise<Stake | null> {
  try {
    const { stake } = await api.contests.place.mutate(wish, withKey(intent.keyFor(wish)));
    intent.settle();
    return stake;
  } catch (error) {
    if (isAnswer(toFailure(error).code)) intent.settle();
    throw error;
  }
}
