import { quote } from "./command.ts";
import type { Executor } from "./executor.ts";
import {
  DELIVERY_SECONDS,
  runBySsm,
  send,
  ssmCommand,
  type SsmHost,
  waitForEnd,
} from "./run_by_ssm.ts";

/**
 * Bytes of a part. A command's parameters may have 64 kB in all, base64 makes four characters of three
 * bytes, and there is some script around.
 */
const PART_BYTES = 30_000;
/** The agent works on so many commands at a time. */
const PARTS_AT_A_TIME = 5;

/** Systems Manager carries no files: the file goes as the parameters of many commands. */
export async function putInParts(
  executor: Executor,
  to: SsmHost,
  file: string,
  path: string,
): Promise<void> {
  const count = executor.isDryRun ? 1 : Math.ceil((await Deno.stat(file)).size / PART_BYTES);
  let next = 1;
  const work = async () => {
    while (next <= count) await putPart(executor, to, file, path, next++);
  };
  await Promise.all(Array.from({ length: PARTS_AT_A_TIME }, work));
  const parts = `${quote(path)}.part-[0-9][0-9][0-9][0-9]`;
  await runBySsm(
    executor,
    to,
    [
      "set -eu",
      "umask 077",
      `cat ${parts} > ${quote(`${path}.partial`)}`,
      `rm ${parts}`,
      `mv ${quote(`${path}.partial`)} ${quote(path)}`,
    ].join("\n"),
  );
}

async function putPart(
  executor: Executor,
  to: SsmHost,
  file: string,
  path: string,
  number: number,
): Promise<void> {
  const name = `part-${String(number).padStart(4, "0")}`;
  const input = `${file}.${name}.json`;
  if (!executor.isDryRun) await writePart(to, file, input, `${path}.${name}`, number);
  const commandId = await send(executor, {
    argv: [
      ...ssmCommand(to, "send-command"),
      "--cli-input-json",
      `file://${input}`,
      "--output",
      "json",
    ],
    note: `once for each ${PART_BYTES} bytes of ${file}, as base64 in ${file}.part-NNNN.json`,
  });
  await waitForEnd(executor, to, commandId);
  if (!executor.isDryRun) await Deno.remove(input);
}

async function writePart(
  to: SsmHost,
  file: string,
  input: string,
  path: string,
  number: number,
): Promise<void> {
  using source = await Deno.open(file);
  await source.seek((number - 1) * PART_BYTES, Deno.SeekMode.Start);
  const bytes = new Uint8Array(PART_BYTES);
  let length = 0;
  while (length < PART_BYTES) {
    const read = await source.read(bytes.subarray(length));
    if (read === null) break;
    length += read;
  }
  const commands = [
    "set -eu",
    "umask 077",
    `base64 -d > ${quote(`${path}.partial`)} <<'PART'`,
    bytes.subarray(0, length).toBase64(),
    "PART",
    `mv ${quote(`${path}.partial`)} ${quote(path)}`,
  ];
  const request = {
    InstanceIds: [to.instanceId],
    DocumentName: "AWS-RunShellScript",
    TimeoutSeconds: DELIVERY_SECONDS,
    Parameters: { commands },
  };
  await Deno.writeTextFile(input, JSON.stringify(request));
}
