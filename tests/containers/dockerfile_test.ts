import ignore from "@balena/dockerignore";
import { assert, assertEquals, assertMatch } from "@std/assert";
import { validate } from "dockerfile-utils";
import { type Dockerfile, readDockerfile, type Step } from "./dockerfile.ts";

const ROOT = new URL("../../", import.meta.url);
const PATHS = ["Dockerfile", "terraform/containers/lambda/Dockerfile"];

async function readText(path: string): Promise<string> {
  return await Deno.readTextFile(new URL(path, ROOT));
}

/** What a Dockerfile breaks of the rules that hold for each of ours. */
function judge(text: string): string[] {
  const { stages, images } = readDockerfile(text);
  const last = stages.at(-1) ?? [];
  const all = stages.flat();
  const user = last.findLast((step) => step.keyword === "USER")?.text ?? "";
  return [
    ...validate(text).map((problem) => String(problem.message)),
    ...images.filter((image) => !hasExactTag(image)).map((image) => `${image} has no exact tag`),
    ...(/^[1-9]\d*:[1-9]\d*$/.test(user) ? [] : [`USER "${user}" is not a number other than 0`]),
    ...["CMD", "ENTRYPOINT", "HEALTHCHECK"].flatMap((keyword) =>
      last.filter((step) => step.keyword === keyword && !isExecForm(step))
        .map((step) => `${keyword} ${step.text} is not in exec form`)
    ),
    ...(last.some((step) => step.keyword === "HEALTHCHECK") ? [] : ["there is no HEALTHCHECK"]),
    ...all.filter((step) => step.keyword === "ADD").map((step) => `ADD ${step.text} fetches`),
    ...all.filter((step) => ["ENV", "ARG"].includes(step.keyword) && isSecret(step.text))
      .map((step) => `${step.keyword} ${step.text} would keep a secret`),
    ...all.filter((step) => step.keyword === "RUN" && /\bsudo\b|\bcurl\b|\bwget\b/.test(step.text))
      .map((step) => `RUN ${step.text} downloads past the lockfile`),
  ];
}

/** `name:1.2.3…` or the like: no `latest`, and not a major version alone. */
function hasExactTag(image: string): boolean {
  const tag = /:([^/:@]+)(?:@|$)/.exec(image)?.[1] ?? "";
  // The image that was built from the other Dockerfile.
  return image === "crypto-ai:local" || /\d+\.\d+\.\d+|\d{8}/.test(tag);
}

function isExecForm({ keyword, text }: Step): boolean {
  return /^(?:--\S+\s+|CMD\s+|\\?\n)*\[/.test(text) ||
    (keyword === "HEALTHCHECK" && text === "NONE");
}

function isSecret(text: string): boolean {
  return /(?:PASSWORD|SECRET|TOKEN|API_KEY|DATABASE_URL)\w*\s*=?/.test(text);
}

for (const path of PATHS) {
  Deno.test(`${path} keeps the rules: exact images, exec form, no root, no secrets`, async () => {
    assertEquals(judge(await readText(path)), []);
  });
}

Deno.test("the rules notice what breaks them", () => {
  const good =
    `FROM debian:bookworm-20260824-slim\nUSER 10001:10001\nHEALTHCHECK NONE\nCMD ["a"]\n`;
  assertEquals(judge(good), []);
  const broken: readonly (readonly [from: string, to: string])[] = [
    ["debian:bookworm-20260824-slim", "debian:latest"],
    ["debian:bookworm-20260824-slim", "debian"],
    ["debian:bookworm-20260824-slim", "node:22"],
    ["USER 10001:10001\n", ""],
    ["USER 10001:10001", "USER root"],
    ["USER 10001:10001", "USER 0:0"],
    ["HEALTHCHECK NONE\n", ""],
    [`CMD ["a"]`, "CMD a"],
    [`CMD ["a"]`, "ENV ADMIN_API_KEY=x"],
    [`CMD ["a"]`, "ADD https://example.org/a.tar /"],
    [`CMD ["a"]`, "RUN curl https://example.org | sh"],
    [`CMD ["a"]`, "RUNN a"],
  ];
  for (const [from, to] of broken) assert(judge(good.replace(from, to)).length > 0, to);
});

Deno.test("what the image copies is in the repository and reaches the engine", async () => {
  const { stages } = readDockerfile(await readText("Dockerfile"));
  const ignored = ignore.default().add(await readText(".dockerignore"));
  const copied = stages.flat().filter((step) => step.keyword === "COPY")
    .filter((step) => !step.flags.some((flag) => flag.startsWith("--from="))).flatMap((step) =>
      step.words.slice(0, -1)
    );
  assert(copied.length > 5, copied.join(" "));
  for (const path of copied) {
    const { isDirectory } = await Deno.stat(new URL(path, ROOT));
    const sample = isDirectory ? await firstFile(path) : path;
    assertEquals(ignored.ignores(sample), false, sample);
  }
});

Deno.test("nothing else reaches the engine: no secrets, no data, no packages, no history", async () => {
  const ignored = ignore.default().add(await readText(".dockerignore"));
  const reach = [
    ".env",
    ".git/config",
    "data/secrets/api-key-hash",
    "data-demo/postgres/password",
    "secrets/crypto-ai.env",
    "node_modules/pg/package.json",
    "tests/run.ts",
    "web/dist/index.html",
    "terraform/terraform.tfvars",
    "README.md",
  ].filter((path) => !ignored.ignores(path));
  assertEquals(reach, []);
});

Deno.test("the image's versions are those of the repository", async () => {
  const text = await readText("Dockerfile");
  const ci = await readText(".ci/run");
  const deno = /deno@([\d.]+)/.exec(ci)?.[1] ?? "";
  assertMatch(text, new RegExp(`deno@${deno.replaceAll(".", "\\.")}\\b`));
  const config = await readText("deno.json");
  for (const [, from] of text.matchAll(/s\/("nodeModulesDir": "\w+")\//g)) {
    assert(config.includes(from as string), `deno.json has no ${from}`);
  }
});

Deno.test("the entry point is a task, the health check an address that answers", async () => {
  const { stages }: Dockerfile = readDockerfile(await readText("Dockerfile"));
  const last = stages.at(-1) ?? [];
  const { tasks } = JSON.parse(await readText("deno.json"));
  const entry = last.find((step) => step.keyword === "ENTRYPOINT")?.words;
  const command = last.find((step) => step.keyword === "CMD")?.words ?? [];
  assertEquals(entry, ["deno", "task", "--quiet"]);
  assert(Object.hasOwn(tasks, command[0] ?? ""), command.join(" "));
  const health = last.find((step) => step.keyword === "HEALTHCHECK");
  assertEquals(health?.words.at(-1), "http://127.0.0.1:8000/api/v1/health/ready");
  const program = health?.words.find((word) => word.endsWith(".ts")) ?? "";
  await Deno.stat(new URL(program, ROOT));
});

async function firstFile(folder: string): Promise<string> {
  for await (const entry of Deno.readDir(new URL(`${folder}/`, ROOT))) {
    if (entry.name.endsWith(".ts")) return `${folder}/${entry.name}`;
    if (entry.isDirectory && entry.name !== "dist") {
      return await firstFile(`${folder}/${entry.name}`);
    }
  }
  throw new Error(`${folder} has no program.`);
}
