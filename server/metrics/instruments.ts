/** The labels of one series, in the order in which they are printed. */
export type Labels = Readonly<Record<string, string>>;

/** What a family of series is. */
export interface Family {
  /** `crypto_ai_http_requests_total`. */
  readonly name: string;
  /** One plain sentence without a unit in it: the unit is the end of the name. */
  readonly help: string;
  readonly type: "counter" | "gauge" | "histogram";
}

/** One line of the answer. */
export interface Sample {
  /** What follows the name of the family: `_bucket`, `_sum`, `_count`, or nothing. */
  readonly suffix: string;
  readonly labels: Labels;
  readonly value: number;
}

/** A family with its samples, as they are at the moment of the question. */
export interface Reading extends Family {
  readonly samples: readonly Sample[];
}

/** Something that counts as the process goes on, and can be read at any time. */
export interface Instrument {
  read(): Reading;
}

/** Counts up from the start of the process. */
export interface Counter extends Instrument {
  add(labels: readonly string[]): void;
}

/** Counts how long things took, in classes from which quantiles follow. */
export interface Histogram extends Instrument {
  observe(labels: readonly string[], seconds: number): void;
}

/** Parts the values of labels inside a key; a value that has it is none of ours. */
const PART = "\u0001";

/**
 * Makes a counter. The values of its labels must come from a list that is known: each combination is
 * a series that is kept for as long as the process lives.
 */
export function createCounter(
  family: Omit<Family, "type">,
  labelNames: readonly string[],
): Counter {
  const series = new Map<string, number>();
  // A series without labels is known before its first event.
  if (labelNames.length === 0) series.set("", 0);
  return {
    add(labels) {
      const key = labels.join(PART);
      series.set(key, (series.get(key) ?? 0) + 1);
    },
    read: () => ({
      ...family,
      type: "counter",
      samples: Array.from(series, ([key, value]) => ({
        suffix: "",
        labels: labelsOf(labelNames, key),
        value,
      })),
    }),
  };
}

/** Makes a histogram with these upper bounds, in seconds and ascending; the last class has none. */
export function createHistogram(
  family: Omit<Family, "type">,
  labelNames: readonly string[],
  bounds: readonly number[],
): Histogram {
  const sumAt = bounds.length + 1;
  const begin = () => new Float64Array(bounds.length + 2);
  const series = new Map<string, Float64Array>();
  if (labelNames.length === 0) series.set("", begin());
  return {
    observe(labels, seconds) {
      const key = labels.join(PART);
      let counts = series.get(key);
      if (counts === undefined) series.set(key, counts = begin());
      let place = 0;
      while (place < bounds.length && seconds > bounds[place]!) place++;
      counts[place]! += 1;
      counts[sumAt]! += seconds;
    },
    read: () => ({
      ...family,
      type: "histogram",
      samples: Array.from(
        series,
        ([key, counts]) => samplesOf(labelsOf(labelNames, key), bounds, counts),
      ).flat(),
    }),
  };
}

function samplesOf(labels: Labels, bounds: readonly number[], counts: Float64Array): Sample[] {
  let total = 0;
  const buckets = [...bounds.map(String), "+Inf"].map((le, place) => {
    total += counts[place]!;
    return { suffix: "_bucket", labels: { ...labels, le }, value: total };
  });
  return [
    ...buckets,
    { suffix: "_sum", labels, value: counts[bounds.length + 1]! },
    { suffix: "_count", labels, value: total },
  ];
}

function labelsOf(names: readonly string[], key: string): Labels {
  const values = key.split(PART);
  return Object.fromEntries(names.map((name, place) => [name, values[place] ?? ""]));
}

/** A value that is known at the moment of the question; `null` where there is none, which says nothing. */
export function gauge(
  name: string,
  help: string,
  values: number | null | readonly (readonly [labels: Labels, value: number | null])[],
  type: "gauge" | "counter" = "gauge",
): Reading {
  const listed = typeof values === "number" || values === null ? [[{}, values] as const] : values;
  const samples = listed.flatMap(([labels, value]) =>
    value === null ? [] : [{ suffix: "", labels, value }]
  );
  return { name, help, type, samples };
}
