import { type Accessor, createComputed, createSignal, onCleanup, untrack } from "solid-js";

/** What a page sees of one question to the server. */
export interface Data<T> {
  /** The newest answer; the one to an earlier question while a new one is under way. */
  readonly data: Accessor<T | undefined>;
  readonly error: Accessor<unknown>;
  /** True while `data` is being replaced. */
  readonly stale: Accessor<boolean>;
  readonly refetch: () => void;
}

export interface DataOptions {
  /** Answers younger than this are shown without asking again. */
  readonly maxAgeMs?: number;
  /** Ask again this often while the page is visible. */
  readonly refreshMs?: number;
}

interface Call {
  readonly answer: Promise<unknown>;
  readonly controller: AbortController;
  listeners: number;
}

// A write made while a router transition is pending must not be dropped, equal or not (Solid 1.9).
const ALWAYS = { equals: false } as const;
const answers = new Map<string, { value: unknown; at: number }>();
const calls = new Map<string, Call>();
const questions = new Set<{ name: string; refetch: () => void }>();
const [underWay, setUnderWay] = createSignal(0, ALWAYS);

/** True while any question to the server is unanswered. */
export const running: Accessor<boolean> = () => underWay() > 0;

/** Forgets the answers to the named question, or to all, and asks again what is on the screen. */
export function invalidate(name?: string): void {
  for (const id of answers.keys()) {
    if (name === undefined || id.startsWith(`${name} `)) answers.delete(id);
  }
  for (const question of [...questions]) {
    if (name === undefined || question.name === name) question.refetch();
  }
}

/** Two components that ask the same at the same time share one request. */
function join(id: string, start: (signal: AbortSignal) => Promise<unknown>): Call {
  const open = calls.get(id);
  if (open) return open;
  const controller = new AbortController();
  const call: Call = { answer: start(controller.signal), controller, listeners: 0 };
  calls.set(id, call);
  setUnderWay(untrack(underWay) + 1);
  const end = () => {
    if (calls.get(id) === call) calls.delete(id);
    setUnderWay(untrack(underWay) - 1);
  };
  call.answer.then((value) => answers.set(id, { value, at: Date.now() }), () => {}).finally(end);
  return call;
}

function leave(id: string, call: Call): void {
  call.listeners -= 1;
  if (call.listeners > 0) return;
  if (calls.get(id) === call) calls.delete(id);
  call.controller.abort();
}

/**
 * Asks `call` whenever `key` changes: an answer of before is shown at once (marked stale when old),
 * the picture stays until the next one is here, and a question that is overtaken is aborted.
 * No key, no question.
 */
export function createData<Key extends object, T>(
  name: string,
  key: Accessor<Key | undefined>,
  call: (key: Key, signal: AbortSignal) => Promise<T>,
  options: DataOptions = {},
): Data<T> {
  const maxAgeMs = options.maxAgeMs ?? 15_000;
  const [data, setData] = createSignal<T | undefined>(undefined, ALWAYS);
  const [error, setError] = createSignal<unknown>(undefined, ALWAYS);
  const [stale, setStale] = createSignal(false, ALWAYS);
  let abandon = () => {};

  function settle(next: { value: T } | { failure: unknown }): void {
    abandon = () => {};
    setStale(false);
    if ("failure" in next) return void setError(() => next.failure);
    setError(undefined);
    setData(() => next.value);
  }

  function ask(question: Key, force: boolean): void {
    const id = `${name} ${JSON.stringify(question)}`;
    const known = answers.get(id);
    abandon();
    if (known) setData(() => known.value as T);
    if (known && !force && Date.now() - known.at < maxAgeMs) {
      return settle({ value: known.value as T });
    }
    setStale(true);
    const request = join(id, (signal) => call(question, signal));
    request.listeners += 1;
    let mine = true;
    abandon = () => {
      mine = false;
      abandon = () => {};
      leave(id, request);
    };
    request.answer.then(
      (value) => mine && settle({ value: value as T }),
      (failure) => mine && settle({ failure }),
    );
  }

  createComputed(() => {
    const question = key();
    untrack(() => question ? ask(question, false) : abandon());
  });
  const refetch = () => {
    const question = untrack(key);
    if (question) ask(question, true);
  };
  keepAsking(name, refetch, options.refreshMs);
  onCleanup(() => abandon());
  return { data, error, stale, refetch };
}

/** Registers a question for `invalidate`, and for its periodic refresh while the page is visible. */
function keepAsking(name: string, refetch: () => void, refreshMs?: number): void {
  const question = { name, refetch };
  questions.add(question);
  onCleanup(() => questions.delete(question));
  if (refreshMs === undefined) return;
  const timer = setInterval(() => document.visibilityState === "visible" && refetch(), refreshMs);
  onCleanup(() => clearInterval(timer));
}
