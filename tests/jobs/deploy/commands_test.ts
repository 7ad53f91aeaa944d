import { assertEquals, assertRejects } from "@std/assert";
import { type Command, formatCommand, quote } from "../../../jobs/deploy/command.ts";
import { createDryRun, createExecutor, type Executor } from "../../../jobs/deploy/executor.ts";
import { findHost } from "../../../jobs/deploy/find_host.ts";
import { hostScript } from "../../../jobs/deploy/host_script.ts";
import { localTransport } from "../../../jobs/deploy/local_transport.ts";
import { sshTransport } from "../../../jobs/deploy/ssh_transport.ts";
import { ssmTransport } from "../../../jobs/deploy/ssm_transport.ts";

/** What a shell would act on, were it not quoted. */
const HOSTILE = [
  "two words",
  "it's",
  `say "so"`,
  "$(touch /tmp/owned)",
  "`id`",
  "a;b&c|d>e<f",
  "back\\slash",
  "*?[a]~",
  "-rf",
  "$HOME ${PATH}",
  "line\nbreak",
  "",
  "!history",
  "ünï",
];

/** Remembers commands in place of running them. */
function remember(): { executor: Executor; commands: Command[] } {
  const commands: Command[] = [];
  const dry = createDryRun(() => {});
  const run = (command: Command) => {
    commands.push(command);
    return dry.run(command);
  };
  return { executor: { isDryRun: true, run, ask: run }, commands };
}

Deno.test("quoted words come out of a shell as they went in, by way of a second shell too", async () => {
  const executor = createExecutor();
  const show = `printf '%s\\036' ${HOSTILE.map(quote).join(" ")}`;
  for (const script of [show, `bash -c ${quote(show)}`, `sh -c ${quote(show)}`]) {
    const output = await executor.run({ argv: ["bash", "-c", script] });
    assertEquals(output.split("\x1e").slice(0, -1), HOSTILE);
  }
});

Deno.test("a printed command does in a shell what the command does", async () => {
  const folder = await Deno.makeTempDir();
  const executor = createExecutor();
  const given: Command = {
    argv: ["printf", "%s\\036", ...HOSTILE],
    outputPath: `${folder}/an 'answer'`,
    cwd: folder,
  };
  await executor.run({ argv: ["bash", "-c", formatCommand(given)] });
  const text = await Deno.readTextFile(`${folder}/an 'answer'`);
  assertEquals(text.split("\x1e").slice(0, -1), HOSTILE);
  const script: Command = { argv: ["bash", "-s"], input: "cat <<'X'\n$(id)\nX\n" };
  const printed = await executor.run({ argv: ["bash", "-c", formatCommand(script)] });
  assertEquals(printed, await executor.run(script));
  assertEquals(printed, "$(id)\n");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("ssh takes hosts it knows only, asks nobody, and gets the command as one word", async () => {
  const { executor, commands } = remember();
  const transport = sshTransport(executor, {
    host: "crypto-ai.example",
    user: "ec2-user",
    port: 2222,
    identity: "/keys/my key",
  });
  await transport.run("echo hello\n");
  await transport.put("file", "/opt/it's here/$(x)");
  await transport.fetch("/opt/it's here", "there");
  await transport.converse(null);
  const options = [
    ...["-o", "BatchMode=yes"],
    ...["-o", "StrictHostKeyChecking=yes"],
    ...["-o", "ConnectTimeout=15"],
    ...["-o", "ServerAliveInterval=15"],
    ...["-p", "2222"],
    ...["-i", "/keys/my key"],
  ];
  const target = ["--", "ec2-user@crypto-ai.example"];
  assertEquals(commands, [
    { argv: ["ssh", ...options, ...target, "sudo -n bash -s"], input: "echo hello\n" },
    {
      argv: [
        ...["ssh", ...options, ...target],
        String.raw`sudo -n bash -c 'set -eu; umask 077; ` +
        String.raw`cat > '\''/opt/it'\''\'\'''\''s here/$(x).partial'\''; ` +
        String
          .raw`mv '\''/opt/it'\''\'\'''\''s here/$(x).partial'\'' '\''/opt/it'\''\'\'''\''s here/$(x)'\'''`,
      ],
      input: { path: "file" },
    },
    {
      argv: [
        ...["ssh", ...options, ...target],
        String.raw`sudo -n bash -c 'cat -- '\''/opt/it'\''\'\'''\''s here'\'''`,
      ],
      outputPath: "there",
    },
    { argv: ["ssh", "-t", ...options, ...target], isInteractive: true },
  ]);
});

Deno.test("Systems Manager gets a script line by line, as JSON in one word", async () => {
  const { executor, commands } = remember();
  const transport = ssmTransport(executor, {
    instanceId: "i-0123456789abcdef0",
    region: "eu-central-1",
  });
  await transport.run(`echo "it's" $(id)\nexit\n`);
  await transport.converse("tail -F 'a b'");
  await transport.converse(null);
  const ssm = (verb: string) => ["aws", "ssm", verb, "--region", "eu-central-1"];
  assertEquals(commands.map((command) => command.argv), [
    [
      ...ssm("send-command"),
      ...["--instance-ids", "i-0123456789abcdef0", "--document-name", "AWS-RunShellScript"],
      ...["--timeout-seconds", "60", "--parameters"],
      `{"commands":["echo \\"it's\\" $(id)","exit"],"executionTimeout":["1800"]}`,
      ...["--output", "json"],
    ],
    [
      ...ssm("get-command-invocation"),
      ...["--command-id", "COMMAND_ID", "--instance-id", "i-0123456789abcdef0"],
      ...["--output", "json"],
    ],
    [
      ...ssm("start-session"),
      ...["--target", "i-0123456789abcdef0", "--document-name", "AWS-StartInteractiveCommand"],
      ...["--parameters", String.raw`{"command":["sudo -n bash -c 'tail -F '\\''a b'\\'''"]}`],
    ],
    [...ssm("start-session"), "--target", "i-0123456789abcdef0"],
  ]);
  await assertRejects(() => transport.fetch("/a", "b"), Error, "--via ssh");
});

Deno.test("a command of a host's script cannot eat up the rest of it", async () => {
  const transport = localTransport(createExecutor());
  const lines: string[] = [];
  const output = await transport.run(hostScript("", ["cat", "echo after"]), (line) => {
    lines.push(line);
  });
  assertEquals({ output, lines }, { output: "after\n", lines: ["after"] });
  await assertRejects(
    () => transport.run(hostScript("", ["echo 'It is full.' >&2", "false", "echo never"])),
    Error,
    "It is full.",
  );
});

Deno.test("a file that is fetched has its name only when all of it is there", async () => {
  const folder = await Deno.makeTempDir();
  const transport = localTransport(createExecutor());
  await Deno.writeTextFile(`${folder}/there`, "all of it");
  await transport.fetch(`${folder}/there`, `${folder}/here`);
  assertEquals(await Deno.readTextFile(`${folder}/here`), "all of it");
  await assertRejects(
    () => transport.fetch(`${folder}/nowhere`, `${folder}/none`),
    Error,
    "nowhere",
  );
  const names = await Array.fromAsync(Deno.readDir(folder), (entry) => entry.name);
  assertEquals(names.sort(), ["here", "there"]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a program that is missing is named, with where it comes from", async () => {
  await assertRejects(
    () => createExecutor().run({ argv: ["aws-of-another-world"] }),
    Error,
    "The program aws-of-another-world was not found.",
  );
});

Deno.test("the host comes from terraform's outputs, and has to look like one", async () => {
  const answer = (text: string): Executor => ({
    ...createDryRun(() => {}),
    ask: () => Promise.resolve(text),
  });
  const outputs = JSON.stringify({
    instance_id: { value: "i-0123456789abcdef0", type: "string", sensitive: false },
    aws_region: { value: "eu-central-1", type: "string", sensitive: false },
    elastic_ip: { value: "203.0.113.7", type: "string", sensitive: false },
  });
  const options = { user: "ec2-user" } as const;
  const bySsm = await findHost(answer(outputs), { ...options, via: "ssm" });
  const bySsh = await findHost(answer(outputs), { ...options, via: "ssh" });
  assertEquals([bySsm.hostName, bySsh.hostName], ["i-0123456789abcdef0", "203.0.113.7"]);
  for (
    const [text, message] of [
      [`{"instance_id":{"value":null}}`, "terraform has no output instance_id"],
      ["{}", "terraform has no output instance_id. Run terraform apply"],
      ["no JSON", "terraform has no output instance_id"],
      [`{"instance_id":{"value":"--help"}}`, `is "--help", which names no host`],
    ] as const
  ) {
    await assertRejects(() => findHost(answer(text), { ...options, via: "ssm" }), Error, message);
  }
});
