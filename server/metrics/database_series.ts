import { gauge, type Labels, type Reading } from "./instruments.ts";

/**
 * The label of what is read from the database. Every process says the same of it, so that whoever has
 * several takes the greatest, `max without (instance) (…)`, and never the sum.
 */
export const SOURCE: Labels = { source: "database" };

/** One series without labels of its own. */
export function one(
  name: string,
  help: string,
  value: number | null,
  type: "gauge" | "counter" = "gauge",
): Reading {
  return gauge(`crypto_ai_${name}`, help, [[SOURCE, value]], type);
}

/** One series for each name of a list that is known. */
export function many(
  name: string,
  help: string,
  label: string,
  values: Readonly<Record<string, number>>,
): Reading {
  const series = Object.entries(values).map(([key, value]): [Labels, number] => [
    { ...SOURCE, [label]: key },
    value,
  ]);
  return gauge(`crypto_ai_${name}`, help, series);
}

/** Prometheus counts time in seconds. */
export function seconds(ms: number | null): number | null {
  return ms === null ? null : ms / 1000;
}
