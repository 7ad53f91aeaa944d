import { parser } from "@prometheus-io/lezer-promql";

/** What an expression speaks of. */
export interface Spoken {
  readonly metrics: readonly string[];
  /** Names of labels in matchers and in `by`, `without`, `on`, `ignoring`. */
  readonly labels: readonly string[];
}

/**
 * Reads an expression with the grammar that Prometheus' own page uses. Variables of Grafana stand for a
 * text or a time, and are read as one.
 *
 * @throws {Error} with the expression where it is none
 */
export function readPromql(expression: string): Spoken {
  const text = expression.replaceAll(/\$__rate_interval/g, "5m").replaceAll(/\$\w+/g, "x");
  const metrics: string[] = [];
  const labels: string[] = [];
  parser.parse(text).iterate({
    enter(node) {
      const word = text.slice(node.from, node.to);
      if (node.type.isError) throw new Error(`"${word}" at ${node.from} is not PromQL: ${text}`);
      const parent = node.node.parent?.name;
      if (node.name === "Identifier" && parent === "VectorSelector") metrics.push(word);
      if (node.name === "LabelName") labels.push(word);
    },
  });
  return { metrics, labels };
}
