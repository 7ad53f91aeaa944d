import { assert, assertEquals } from "@std/assert";

/** What a scrape was answered with, read as strictly as Prometheus reads it. */
export interface Exposition {
  /** The type of each family, by its name. */
  readonly families: ReadonlyMap<string, string>;
  readonly series: readonly {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number;
  }[];
}

const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/gy;

/** Reads the text format, and fails on whatever Prometheus would refuse or misread. */
export function parseExposition(text: string): Exposition {
  assert(text.endsWith("\n"), "the last line ends");
  const families = new Map<string, string>();
  const series: Exposition["series"][number][] = [];
  const seen = new Set<string>();
  let current = "";
  for (const line of text.slice(0, -1).split("\n")) {
    const head = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line);
    if (head?.[1] === "TYPE") {
      assert(!families.has(head[2]!), `${head[2]} is told twice`);
      families.set(current = head[2]!, head[3]!);
    }
    if (head !== null) continue;
    const [, name = "", labelText = "", value = ""] = SAMPLE.exec(line) ?? [];
    assert(name !== "", `not a sample: ${line}`);
    assertEquals(familyOf(name, families), current, "a family stands together, after its type");
    const key = line.slice(0, line.lastIndexOf(" "));
    assert(!seen.has(key), `twice: ${key}`);
    seen.add(key);
    series.push({ name, labels: parseLabels(labelText), value: parseValue(value) });
  }
  return { families, series };
}

/** The family of a series: of a histogram's, without the ending. */
export function familyOf(name: string, families: ReadonlyMap<string, string>): string {
  const stem = name.replace(/_(?:bucket|sum|count)$/, "");
  return families.get(stem) === "histogram" ? stem : name;
}

function parseLabels(text: string): Record<string, string> {
  const matches = [...text.matchAll(LABEL)];
  assertEquals(matches.map(([all]) => all).join(""), text, "every character is of a label");
  const unescape = (value: string) =>
    value.replaceAll(/\\(["\\n])/g, (_, one) => one === "n" ? "\n" : one);
  return Object.fromEntries(matches.map(([, name, value]) => [name, unescape(value!)]));
}

function parseValue(text: string): number {
  if (text === "+Inf") return Infinity;
  const value = Number(text);
  assert(text === "NaN" || !Number.isNaN(value), `not a number: ${text}`);
  return value;
}

/** The value of the one series of a name that has these labels; `undefined` where there is none. */
export function valueOf(
  { series }: Exposition,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  const found = series.filter((one) =>
    one.name === name && Object.entries(labels).every(([key, value]) => one.labels[key] === value)
  );
  assert(found.length <= 1, `${found.length} series are ${name} ${JSON.stringify(labels)}`);
  return found[0]?.value;
}
