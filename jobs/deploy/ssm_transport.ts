import { CommandError, quote } from "./command.ts";
import type { Executor } from "./executor.ts";
import { putInParts } from "./put_in_parts.ts";
import { runBySsm, ssmCommand, type SsmHost } from "./run_by_ssm.ts";
import type { Transport } from "./transport.ts";

/**
 * Over AWS Systems Manager, by the AWS command line: no open port and no key; the host needs the role
 * AmazonSSMManagedInstanceCore, the person `ssm:SendCommand`, `ssm:GetCommandInvocation` and, to
 * connect, `ssm:StartSession`.
 */
export function ssmTransport(executor: Executor, to: SsmHost): Transport {
  return {
    hostName: to.instanceId,
    run: (script, onLine) => runBySsm(executor, to, script, onLine),
    put: (file, path) => putInParts(executor, to, file, path),
    fetch: () =>
      Promise.reject(
        new CommandError(
          "Systems Manager gives back 24,000 characters of a command's output at most, so no file comes " +
            "back that way: fetch it with --via ssh.",
        ),
      ),
    async converse(script) {
      const document = script === null ? [] : [
        ...["--document-name", "AWS-StartInteractiveCommand"],
        ...["--parameters", JSON.stringify({ command: [`sudo -n bash -c ${quote(script)}`] })],
      ];
      const argv = [...ssmCommand(to, "start-session"), "--target", to.instanceId, ...document];
      await executor.run({ argv, isInteractive: true });
    },
  };
}
