import type { Fact, FactNumber, FactSource, FactUnit } from "../facts.ts";

/** Writes the numbers of one sentence, and remembers them for the check of answers. */
export interface FactWriter {
  usd(value: number): string;
  percent(value: number): string;
  /** 0.54 is written as `54 %`. */
  probability(value: number): string;
  /** A plain number: a count, hours, an index. */
  plain(value: number, unit?: FactUnit): string;
  /** An amount of coins, to six figures. */
  coins(value: number): string;
  /** A time of day and date, in UTC. */
  time(ms: number): string;
  readonly numbers: readonly FactNumber[];
}

export function createFactWriter(): FactWriter {
  const numbers: FactNumber[] = [];
  const keep = (value: number, unit: FactUnit, text: string) => {
    numbers.push({ value, unit });
    return text;
  };
  return {
    numbers,
    usd: (value) => keep(value, "usd", writeUsd(value)),
    percent: (value) => keep(value, "percent", writePercent(value)),
    probability: (value) => keep(value, "probability", `${Math.round(value * 100)} %`),
    plain: (value, unit = "count") => keep(value, unit, writePlain(value)),
    coins: (value) => keep(value, "count", writeCoins(value)),
    time: writeTime,
  };
}

/** Makes a fact of a sentence; `id` is given when all facts of an answer are known. */
export type UnnamedFact = Omit<Fact, "id">;

/** One fact: `write` returns its sentence. */
export function makeFact(
  subjects: readonly string[],
  source: FactSource,
  write: (writer: FactWriter) => string,
): UnnamedFact {
  const writer = createFactWriter();
  const text = write(writer);
  return { text, numbers: writer.numbers, subjects, source };
}

const LARGE = 1_000_000;
const LARGE_FORM = new Intl.NumberFormat("en-US", {
  notation: "compact",
  maximumSignificantDigits: 4,
  compactDisplay: "long",
});

/** `$61,903.42`, `$0.08123`, `$1.23 billion`. */
export function writeUsd(value: number): string {
  const size = Math.abs(value);
  if (size >= LARGE) return `$${LARGE_FORM.format(value)}`;
  const digits = size >= 1 ? 2 : Math.min(10, 3 - Math.floor(Math.log10(size || 1)));
  return `$${
    value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })
  }`;
}

/** `+1.25 %`, `−0.40 %`. */
export function writePercent(value: number): string {
  const text = Math.abs(value).toFixed(2);
  const sign = Number(text) === 0 ? "" : value > 0 ? "+" : "−";
  return `${sign}${text} %`;
}

/** `14`, `61.3`, `1,200`. */
export function writePlain(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: Math.abs(value) >= 100 ? 0 : 2 });
}

/** `0.0173321`, `12.5`. */
export function writeCoins(value: number): string {
  return value.toLocaleString("en-US", { maximumSignificantDigits: 6 });
}

/** `2026-11-21 14:00 UTC`. */
export function writeTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
