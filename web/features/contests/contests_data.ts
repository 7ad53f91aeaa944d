import { type Accessor, createEffect, createSignal, on, onCleanup } from "solid-js";
import type {
  ContestKind,
  Leaderboard,
  MyStakes,
  OpenContests,
  StakePreview,
} from "../../../server/contests/schema.ts";
import { createData, type Data } from "../../lib/data.ts";
import { api } from "../../trpc.ts";
import type { StakeBody } from "./stake_draft.ts";

const REFRESH_MS = 60_000;
/** A pause in typing after which the server is asked what would happen. */
const TYPING_MS = 350;

/** What can be staked on now; with a coin, what its misses are measured with. */
export function createOpenContests(symbol: Accessor<string | undefined>): Data<OpenContests> {
  const key = () => {
    const coin = symbol();
    return coin ? { symbol: coin } : {};
  };
  return createData(
    "contests",
    key,
    (question, signal) => api.contests.open.query(question, { signal }),
    { refreshMs: REFRESH_MS },
  );
}

/** One person's stakes, newest first. */
export function createMyStakes(userId: Accessor<string>): Data<MyStakes> {
  return createData(
    "my stakes",
    () => ({ user_id: userId(), limit: 200 }),
    (question, signal) => api.contests.mine.query(question, { signal }),
    { refreshMs: REFRESH_MS },
  );
}

/** The newest rounds of one coin, or of all. */
export function createRounds(symbol: Accessor<string>) {
  return createData(
    "rounds",
    () => ({ limit: 100, ...(symbol() ? { symbol: symbol() } : {}) }),
    (question, signal) => api.contests.rounds.query(question, { signal }),
    { refreshMs: REFRESH_MS },
  );
}

/** Everybody's scores, of one kind of forecast or of both. */
export function createLeaderboard(kind: Accessor<ContestKind | "">): Data<Leaderboard> {
  const key = () => {
    const wanted = kind();
    return wanted ? { kind: wanted } : {};
  };
  return createData(
    "leaderboard",
    key,
    (question, signal) => api.contests.leaderboard.query(question, { signal }),
    { refreshMs: REFRESH_MS },
  );
}

/** What a stake would do, and whether that is said of what stands in the form now. */
export interface Preview extends Data<StakePreview | null> {
  readonly isCurrent: Accessor<boolean>;
}

/** What a stake would do, asked again after a pause in typing; no body, no question. */
export function createPreview(
  userId: Accessor<string>,
  body: Accessor<StakeBody | undefined>,
): Preview {
  const [asked, setAsked] = createSignal<StakeBody>();
  const text = () => JSON.stringify(body() ?? null);
  createEffect(on(text, () => {
    const timer = setTimeout(() => setAsked(body()), TYPING_MS);
    onCleanup(() => clearTimeout(timer));
  }));
  const key = () => {
    const known = asked();
    return known ? { user_id: userId(), ...known } : undefined;
  };
  const data = createData(
    "stake preview",
    key,
    async (question, signal) => {
      const wish = { ...question, dry_run: true };
      return (await api.contests.place.mutate(wish, { signal })).preview;
    },
    { maxAgeMs: 0 },
  );
  return { ...data, isCurrent: () => JSON.stringify(asked() ?? null) === text() && !data.stale() };
}
