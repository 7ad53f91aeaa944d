import { z } from "zod";
import { CommandError } from "./command.ts";
import type { Executor } from "./executor.ts";
import { localTransport } from "./local_transport.ts";
import { sshTransport } from "./ssh_transport.ts";
import { ssmTransport } from "./ssm_transport.ts";
import type { Transport } from "./transport.ts";

/** What the command line says of the host. */
export interface HostOptions {
  readonly via: "ssm" | "ssh" | "local";
  readonly instanceId?: string;
  readonly region?: string;
  readonly host?: string;
  readonly user: string;
  readonly port?: number;
  readonly identity?: string;
}

/** What each may look like: nothing that a program would take for an option. */
export const HOST_SHAPES = {
  instanceId: /^m?i-[0-9a-f]{8,17}$/,
  region: /^[a-z]{2}(-[a-z]+)+-\d$/,
  host: /^[A-Za-z0-9_][A-Za-z0-9_.:-]*$/,
  user: /^[A-Za-z_][A-Za-z0-9_.-]*$/,
} as const;

/**
 * The way to the host that the command line names, else to the one that terraform made.
 *
 * @throws {CommandError} where neither says which host it is
 */
export async function findHost(executor: Executor, options: HostOptions): Promise<Transport> {
  const { via, user, port, identity } = options;
  if (via === "local") return localTransport(executor);
  if (via === "ssh") {
    const host = options.host ?? pick(await readOutputs(executor), "elastic_ip", "host");
    return sshTransport(executor, {
      host,
      user,
      ...(port !== undefined && { port }),
      ...(identity !== undefined && { identity }),
    });
  }
  const { region } = options;
  if (options.instanceId !== undefined) {
    return ssmTransport(executor, {
      instanceId: options.instanceId,
      ...(region !== undefined && { region }),
    });
  }
  const answer = await readOutputs(executor);
  return ssmTransport(executor, {
    instanceId: pick(answer, "instance_id", "instanceId"),
    region: region ?? pick(answer, "aws_region", "region"),
  });
}

const ADVICE = "Run terraform apply in terraform/, or name the host: --instance-id ID, or " +
  "--via ssh --host NAME.";

async function readOutputs(executor: Executor): Promise<string> {
  try {
    return await executor.ask({ argv: ["terraform", "-chdir=terraform", "output", "-json"] });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(
      `Which host is not known, for terraform did not say: ${reason} ${ADVICE}`,
    );
  }
}

const outputs = z.record(z.string(), z.object({ value: z.unknown() }));

function pick(answer: string, name: string, shape: keyof typeof HOST_SHAPES): string {
  const value = readValue(answer, name);
  if (typeof value !== "string" || value === "") {
    throw new CommandError(`Which host is not known: terraform has no output ${name}. ${ADVICE}`);
  }
  if (HOST_SHAPES[shape].test(value)) return value;
  throw new CommandError(
    `Terraform's output ${name} is "${value}", which names no host. ${ADVICE}`,
  );
}

function readValue(answer: string, name: string): unknown {
  try {
    return outputs.parse(JSON.parse(answer))[name]?.value;
  } catch {
    return undefined;
  }
}
