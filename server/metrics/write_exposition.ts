import type { Labels, Reading } from "./instruments.ts";

/** What a scrape is answered with. */
export const EXPOSITION_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/**
 * Writes readings in the text format that Prometheus reads. A family without samples is named all the
 * same, so that rules and dashboards can be checked against what a new server prints.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function writeExposition(readings: readonly Reading[]): string {
  return readings.map(writeFamily).join("");
}

function writeFamily({ name, help, type, samples }: Reading): string {
  const lines = samples.map(({ suffix, labels, value }) =>
    `${name}${suffix}${writeLabels(labels)} ${writeNumber(value)}\n`
  );
  return `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${type}\n${lines.join("")}`;
}

function writeLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeValue(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function writeNumber(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? "+Inf" : "-Inf";
}

function escapeHelp(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

function escapeValue(text: string): string {
  return escapeHelp(text).replaceAll('"', '\\"');
}
