/** How many tests ended in which way. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NOTHING: Totals = { passed: 0, failed: 0, skipped: 0 };

const SUMMARY =
  /^(?:ok|FAILED) \| (\d+) passed(?: \(\d+ steps?\))? \| (\d+) failed(?: \(\d+ steps?\))?(?: \| (\d+) ignored(?: \(\d+ steps?\))?)?/gm;

/**
 * The totals in what `deno test` printed (without colours), from its own last summary line.
 *
 * @returns `null` where there is no summary: the process died before its end.
 */
export function readTotals(output: string): Totals | null {
  const last = [...output.matchAll(SUMMARY)].at(-1);
  if (last === undefined) return null;
  return { passed: Number(last[1]), failed: Number(last[2]), skipped: Number(last[3] ?? 0) };
}

/**
 * The totals of one test process. One that failed without naming a failed test (a crash, a leak, an
 * error outside of any test, no summary at all) counts as one failure, so that it cannot hide.
 */
export function settleTotals(output: string, success: boolean): Totals {
  const read = readTotals(output) ?? { ...NOTHING, failed: 1 };
  if (!success && read.failed === 0) return { ...read, failed: 1 };
  return read;
}

export function addTotals(a: Totals, b: Totals): Totals {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  };
}

/** `12 passed, 0 failed`, and `, 3 skipped` where there are any: the closing line of a run. */
export function formatTotals(totals: Totals): string {
  const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : "";
  return `${totals.passed} passed, ${totals.failed} failed${skipped}`;
}
