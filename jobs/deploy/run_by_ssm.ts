import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { type Command, CommandError } from "./command.ts";
import { type Executor, lastLine } from "./executor.ts";

export interface SsmHost {
  readonly instanceId: string;
  /** Unset: what the AWS command line finds by itself. */
  readonly region?: string;
}

/** The words that every call begins with. */
export function ssmCommand({ region }: SsmHost, verb: string): string[] {
  return ["aws", "ssm", verb, ...(region === undefined ? [] : ["--region", region])];
}

/** Longest run of one command: the first installation of the packages on a small machine. */
const EXECUTION_SECONDS = 1_800;
/** The agent has to take a command up within this time, else the host is off or not managed. */
export const DELIVERY_SECONDS = 60;
/** What a command printed comes back up to here. */
const MOST_OUTPUT = 24_000;
/** Between two looks whether a command has ended: soon at first, then at leisure. */
const POLL_MS = { first: 100, most: 3_000, growth: 2 };

/**
 * Runs a script as root on the instance and waits for its end. Its output comes back at the end, the
 * first 24,000 characters of it.
 */
export async function runBySsm(
  executor: Executor,
  to: SsmHost,
  script: string,
  onLine?: (line: string) => void,
): Promise<string> {
  const parameters = JSON.stringify({
    commands: script.trimEnd().split("\n"),
    executionTimeout: [String(EXECUTION_SECONDS)],
  });
  const commandId = await send(executor, {
    argv: [
      ...ssmCommand(to, "send-command"),
      ...["--instance-ids", to.instanceId],
      ...["--document-name", "AWS-RunShellScript"],
      ...["--timeout-seconds", String(DELIVERY_SECONDS)],
      ...["--parameters", parameters],
      ...["--output", "json"],
    ],
  });
  const output = await waitForEnd(executor, to, commandId);
  if (onLine) output.split("\n").filter((line) => line !== "").forEach(onLine);
  if (onLine && output.length >= MOST_OUTPUT) {
    onLine(
      `(Systems Manager gives back no more than ${MOST_OUTPUT} characters; what followed is cut off.)`,
    );
  }
  return output;
}

const PRETENDED_SENT = JSON.stringify({ Command: { CommandId: "COMMAND_ID" } });
const PRETENDED_END = JSON.stringify({
  Status: "Success",
  StandardOutputContent: "",
  StandardErrorContent: "",
});

const sentCommand = z.object({ Command: z.object({ CommandId: z.string() }) });
const invocation = z.object({
  Status: z.string(),
  StandardOutputContent: z.string(),
  StandardErrorContent: z.string(),
});

/**
 * Sends a command.
 *
 * @param command a call of `send-command`
 * @returns its id
 */
export async function send(executor: Executor, command: Command): Promise<string> {
  const answer = await executor.run({ ...command, pretended: PRETENDED_SENT });
  return parse(sentCommand, answer).Command.CommandId;
}

function parse<T>(schema: z.ZodType<T>, answer: string): T {
  try {
    return schema.parse(JSON.parse(answer));
  } catch (cause) {
    throw new CommandError(
      `The AWS command line gave an answer that is not understood: ${answer.slice(0, 200)}`,
      { cause },
    );
  }
}

/** States in which a command is still on its way. */
const UNDER_WAY = ["Pending", "InProgress", "Delayed", "Cancelling"];
/** A command that was sent is not found for a moment. */
const TRIES_TO_FIND = 10;

/**
 * Waits until a command has ended.
 *
 * @returns its output
 * @throws {CommandError} with the last line of its complaint
 */
export async function waitForEnd(
  executor: Executor,
  to: SsmHost,
  commandId: string,
): Promise<string> {
  const argv = [
    ...ssmCommand(to, "get-command-invocation"),
    ...["--command-id", commandId],
    ...["--instance-id", to.instanceId],
    ...["--output", "json"],
  ];
  let pauseMs = POLL_MS.first;
  for (let misses = 0;;) {
    if (!executor.isDryRun) await delay(pauseMs);
    pauseMs = Math.min(pauseMs * POLL_MS.growth, POLL_MS.most);
    let answer: string;
    try {
      answer = await executor.run({ argv, pretended: PRETENDED_END });
    } catch (error) {
      const isUnknown = error instanceof CommandError &&
        /InvocationDoesNotExist/.test(String(error));
      if (isUnknown && ++misses < TRIES_TO_FIND) continue;
      throw error;
    }
    const { Status, StandardOutputContent, StandardErrorContent } = parse(invocation, answer);
    if (UNDER_WAY.includes(Status)) continue;
    if (Status === "Success") return StandardOutputContent;
    throw new CommandError(describeEnd(Status, to, StandardErrorContent));
  }
}

function describeEnd(status: string, to: SsmHost, complaint: string): string {
  // The agent closes with "failed to run commands: exit status 1", below what the script said.
  const said = lastLine(complaint.replaceAll(/^failed to run commands: .*$/gm, ""));
  if (status === "Failed" && said !== undefined) return said;
  return `The command on ${to.instanceId} ended as "${status}". Is the instance running, and is its ` +
    "agent connected?";
}
