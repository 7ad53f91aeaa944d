import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { parse } from "yaml";
import { z } from "zod";
import { testDatabase } from "../helpers/database.ts";
import { get, startTestApp } from "../server/app_for_tests.ts";
import { NOW_MS, storeForecasts, storeMarket } from "../server/market_for_tests.ts";
import { type Exposition, familyOf, parseExposition } from "../server/metrics/parse_exposition.ts";
import { readPromql } from "./promql.ts";

const ROOT = new URL("../../", import.meta.url);
const FOLDER = new URL("terraform/monitoring/", ROOT);

const ruleFile = z.strictObject({
  groups: z.array(z.strictObject({
    name: z.string(),
    rules: z.array(z.strictObject({
      alert: z.string().regex(/^[A-Z][A-Za-z]+$/),
      expr: z.string(),
      for: z.string().regex(/^\d+[mh]$/).optional(),
      labels: z.strictObject({ severity: z.enum(["critical", "warning"]) }),
      annotations: z.strictObject({ summary: z.string(), runbook_url: z.string() }),
    })),
  })),
});
const { groups } = ruleFile.parse(parse(await read("alert-rules.yaml")));
const rules = groups.flatMap((group) => group.rules);

const target = z.object({ expr: z.string(), refId: z.string() });
const dashboardFile = z.object({
  title: z.string(),
  uid: z.string(),
  annotations: z.object({ list: z.array(z.object({ expr: z.string() })) }),
  templating: z.object({
    list: z.array(z.object({ name: z.string(), type: z.string(), query: z.string() })),
  }),
  panels: z.array(z.object({
    id: z.number(),
    type: z.string(),
    title: z.string(),
    gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
    targets: z.array(target).optional(),
  })),
});
const dashboard = dashboardFile.parse(JSON.parse(await read("grafana-dashboard.json")));

async function read(name: string): Promise<string> {
  return await Deno.readTextFile(new URL(name, FOLDER));
}

let printed: Promise<Exposition> | undefined;

/** What a server with some market in it prints. */
function printedMetrics(): Promise<Exposition> {
  return printed ??= printMetrics();
}

async function printMetrics(): Promise<Exposition> {
  await using db = await testDatabase();
  await storeMarket(db);
  await storeForecasts(db);
  await using server = await startTestApp(db, { now: () => NOW_MS });
  await get(`${server.url}/health`);
  return parseExposition((await get(`${server.url}/metrics`)).text);
}

/** Every expression of the rules and of the dashboard, with where it stands. */
function everyExpression(): [place: string, expression: string][] {
  const { annotations, templating, panels } = dashboard;
  const queries = templating.list.filter(({ type }) => type === "query").map(({ query }) => {
    const [, metric = "", label = ""] = /^label_values\((\w+), (\w+)\)$/.exec(query) ?? [];
    return `count by (${label}) (${metric})`;
  });
  return [
    ...rules.map((rule): [string, string] => [rule.alert, rule.expr]),
    ...panels.flatMap(({ title, targets = [] }) =>
      targets.map(({ expr }): [string, string] => [title, expr])
    ),
    ...annotations.list.map(({ expr }): [string, string] => ["annotations", expr]),
    ...queries.map((query): [string, string] => ["variables", query]),
  ];
}

/** What Prometheus itself adds to a scrape. */
const OF_PROMETHEUS = { metrics: ["up"], labels: ["job", "instance", "le"] };
/** Labels of what a server prints only after something has happened. */
const LATER = ["procedure", "code", "type", "job_name"];

Deno.test("every expression of the alerts and the dashboard is PromQL over what a server prints", async () => {
  const printed = await printedMetrics();
  const names = new Set([...printed.families.keys(), ...OF_PROMETHEUS.metrics]);
  const labels = new Set([
    ...printed.series.flatMap((one) => Object.keys(one.labels)),
    ...OF_PROMETHEUS.labels,
    ...LATER,
  ]);
  let metrics = 0;
  for (const [place, expression] of everyExpression()) {
    const spoken = readPromql(expression);
    assert(spoken.metrics.length > 0, `${place} asks for nothing: ${expression}`);
    metrics += spoken.metrics.length;
    for (const name of spoken.metrics) {
      const family = familyOf(name, printed.families);
      assert(names.has(family), `${place}: no server prints ${name}`);
      const isHistogram = printed.families.get(family) === "histogram";
      assertEquals(isHistogram, name !== family, `${place}: ${name} is no series`);
    }
    for (const label of spoken.labels) assert(labels.has(label), `${place}: no label ${label}`);
  }
  assert(metrics > 80, `${metrics}`);
});

Deno.test("what is read from the database is never added up over processes", async () => {
  const { series } = await printedMetrics();
  const shared = new Set(
    series.filter(({ labels }) => labels.source === "database").map(({ name }) => name),
  );
  for (const [place, expression] of everyExpression()) {
    for (const name of readPromql(expression).metrics) {
      if (!shared.has(name) || place === "variables") continue;
      const taken = `(?:max|min) without \\(instance\\) \\((?:rate\\()?${name}\\b`;
      assertMatch(expression.replaceAll(/\s+/g, " "), new RegExp(taken), `${place}: ${name}`);
    }
  }
});

Deno.test("every alert has a summary and a runbook, and every runbook an alert", async () => {
  const names = rules.map(({ alert }) => alert);
  assertEquals(new Set(names).size, names.length, "no name twice");
  const pages = await Array.fromAsync(Deno.readDir(new URL("docs/runbooks/", ROOT)));
  const urls = rules.map(({ annotations }) => annotations.runbook_url);
  assertEquals(urls.toSorted(), pages.map(({ name }) => `docs/runbooks/${name}`).toSorted());
  for (const { alert, annotations } of rules) {
    const snake = alert.replaceAll(
      /[A-Z]/g,
      (at, place) => `${place ? "_" : ""}${at.toLowerCase()}`,
    );
    assertEquals(annotations.runbook_url, `docs/runbooks/${snake}.md`);
    assertMatch(annotations.summary, /\.$/, alert);
    const text = await Deno.readTextFile(new URL(annotations.runbook_url, ROOT));
    for (
      const part of [`# ${alert}\n`, "**What it means.**", "**Look.**", "**Do.**", "**Over when**"]
    ) {
      assert(text.includes(part), `${annotations.runbook_url} lacks ${part}`);
    }
    for (const [, link] of text.matchAll(/\]\(([^)#]+)\)/g)) {
      await Deno.stat(new URL(link!, new URL(annotations.runbook_url, ROOT)));
    }
  }
});

Deno.test("the tasks and paths that runbooks name are there", async () => {
  const { tasks } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  for (const { annotations } of rules) {
    const text = await Deno.readTextFile(new URL(annotations.runbook_url, ROOT));
    for (const [, task] of text.matchAll(/deno task ([a-z]+)/g)) {
      assert(Object.hasOwn(tasks, task!), `${annotations.runbook_url}: no task ${task}`);
    }
  }
});

Deno.test("the panels of the dashboard lie side by side, each with a title and a letter for each line", () => {
  const taken = new Set<string>();
  for (const { id, title, gridPos: { x, y, w, h }, targets = [] } of dashboard.panels) {
    assert(x + w <= 24, title);
    for (let column = x; column < x + w; column++) {
      for (let line = y; line < y + h; line++) {
        assert(!taken.has(`${column} ${line}`), `${title} covers another`);
        taken.add(`${column} ${line}`);
      }
    }
    assertEquals(new Set(targets.map(({ refId }) => refId)).size, targets.length, title);
    assertEquals(dashboard.panels.filter((other) => other.id === id).length, 1, title);
  }
});

Deno.test("the example of a scrape reads the path that is served and the rules beside it", async () => {
  const example = parse(await read("prometheus.yaml"));
  assertEquals(example.rule_files, ["alert-rules.yaml"]);
  assertEquals(example.scrape_configs.map((one: { metrics_path: string }) => one.metrics_path), [
    "/metrics",
  ]);
  assertEquals(example.scrape_configs[0].job_name, "crypto-ai", "as the rules say");
});

const promtool = await findPromtool();
const noPromtool = promtool === null ? " (skipped: no promtool on this machine)" : "";

async function findPromtool(): Promise<string | null> {
  for (const folder of (Deno.env.get("PATH") ?? "").split(":")) {
    const path = `${folder}/promtool`;
    if (await Deno.stat(path).then((it) => it.isFile, () => false)) return path;
  }
  return null;
}

Deno.test({
  name: `Prometheus takes the files, and alerts fire when they should${noPromtool}`,
  ignore: promtool === null,
  async fn() {
    for (
      const args of [
        ["check", "config", "prometheus.yaml"],
        ["test", "rules", "alert-rules-test.yaml"],
      ]
    ) {
      const { success, stdout, stderr } = await new Deno.Command(promtool!, { args, cwd: FOLDER })
        .output();
      const text = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("");
      assertEquals(success, true, text);
    }
  },
});

Deno.test("what the tests of alerts speak of is there", async () => {
  const { tests } = parse(await read("alert-rules-test.yaml"));
  const printed = await printedMetrics();
  const names = rules.map(({ alert }) => alert);
  for (const { input_series, alert_rule_test } of tests) {
    for (const { series } of input_series) {
      assert(printed.families.has(series.split("{")[0]), series);
    }
    for (const { alertname } of alert_rule_test) assert(names.includes(alertname), alertname);
  }
});

Deno.test("the reader of expressions notices what is none", () => {
  assertEquals(readPromql('sum by (le) (rate(a_bucket{b="$c"}[$__rate_interval])) > 1'), {
    metrics: ["a_bucket"],
    labels: ["le", "b"],
  });
  for (const wrong of ["sum(", "a{b=}", "rate(a[5m]) rate(b)", "a >> 1", "by (a) b c"]) {
    assertThrows(() => readPromql(wrong), Error, "is not PromQL");
  }
});
