import { type Accessor, createSignal } from "solid-js";
import { invalidate } from "./data.ts";
import { type Failure, toFailure } from "../trpc.ts";

/** One form's way to the server: under way, refused, or done. */
export interface Submission {
  readonly busy: Accessor<boolean>;
  readonly failure: Accessor<Failure | null>;
  /** What the server says of one field; undefined where it has nothing against it. */
  problemOf(field: string): string | undefined;
  /** For `onSubmit` and `onClick`; does nothing while an earlier call is under way. */
  readonly submit: (event?: Event) => void;
  readonly clear: () => void;
}

/** What was refused of each field, out of the server's details. */
export function fieldProblems(details: unknown): ReadonlyMap<string, string> {
  const problems = new Map<string, string>();
  for (const problem of Array.isArray(details) ? details : []) {
    const { field, message } = (problem ?? {}) as { field?: unknown; message?: unknown };
    if (typeof field === "string" && typeof message === "string") {
      problems.set(field, `It ${message}.`.replace(/^It ([A-Z])/, "$1"));
    }
  }
  return problems;
}

/** Runs `work` once at a time and keeps what the server had against it. */
export function createSubmission(work: () => Promise<unknown>): Submission {
  const [busy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<Failure | null>(null);
  const run = async () => {
    setBusy(true);
    try {
      await work();
      setFailure(null);
    } catch (error) {
      const refused = toFailure(error);
      setFailure(refused);
      // Pages then say that nobody is signed in, with the way back.
      if (refused.code === "UNAUTHORIZED") invalidate("session");
    } finally {
      setBusy(false);
    }
  };
  return {
    busy,
    failure,
    problemOf: (field) => fieldProblems(failure()?.details).get(field),
    submit: (event) => {
      event?.preventDefault();
      if (!busy()) void run();
    },
    clear: () => setFailure(null),
  };
}
