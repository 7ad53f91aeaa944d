import { assert, assertEquals } from "@std/assert";
import { VARIABLES } from "../../../server/config_variables.ts";

const ROOT = new URL("../../../", import.meta.url);
const { tasks } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT))) as {
  tasks: Record<string, { command: string }>;
};
/** They start other programs with the environment that they were given. */
const OF_TESTS = ["test", "soak", "bench"];
/** They read no settings. */
const WITHOUT_SETTINGS = [
  ...OF_TESTS,
  "exchange",
  "dev",
  "deploy",
  "remote",
  "sbom",
  "licences",
];

/** The value of a flag, quotes undone; null where it is missing, empty where it has none. */
function flag(command: string, name: string): string | null {
  const given = new RegExp(`(?:^| )'?--${name}(?:=([^ ']*))?'?(?= |$)`).exec(command);
  return given === null ? null : given[1] ?? "";
}

function covers(list: string, variable: string): boolean {
  return list.split(",").some((pattern) =>
    pattern.endsWith("*") ? variable.startsWith(pattern.slice(0, -1)) : pattern === variable
  );
}

Deno.test("no task asks at run time, imports from afar, or may do everything", () => {
  for (const [name, { command }] of Object.entries(tasks)) {
    for (const needed of ["no-prompt", "no-remote"]) assertEquals(flag(command, needed), "", name);
    assert(!/ (-A|--allow-all|--allow-import)\b/.test(command), name);
    if (OF_TESTS.includes(name)) continue;
    assert(flag(command, "allow-env") !== "", `${name} names the variables that it reads`);
    assertEquals(flag(command, "ignore-env"), "", name);
    assert(flag(command, "allow-sys") !== "", `${name} names what it asks of the system`);
    assert([null, "node_modules"].includes(flag(command, "allow-ffi")), name);
  }
});

Deno.test("every setting is among the variables that a task may read", () => {
  for (const [name, { command }] of Object.entries(tasks)) {
    if (WITHOUT_SETTINGS.includes(name)) continue;
    const list = flag(command, "allow-env") ?? "";
    const missing = ["ENV_FILE", ...Object.keys(VARIABLES)].filter((one) => !covers(list, one));
    assertEquals(missing, [], `the task ${name} in deno.json`);
  }
});

Deno.test("a task that may load native code may tell onnxruntime to send nothing", () => {
  for (const [name, { command }] of Object.entries(tasks)) {
    const list = flag(command, "allow-env");
    if (flag(command, "allow-ffi") === null || list === "") continue;
    assert(covers(list ?? "", "ORT_DISABLE_TELEMETRY"), `the task ${name} in deno.json`);
  }
});
