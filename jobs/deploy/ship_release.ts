import type { Archive } from "./build_release.ts";
import { quote } from "./command.ts";
import type { HostPaths } from "./host_paths.ts";
import { hostScript } from "./host_script.ts";
import type { Transport } from "./transport.ts";

/**
 * Copies a release to a folder of its own on the host and has it unpacked there. Whatever interrupts
 * this leaves files that nothing looks at: the archive is unpacked only if it has its checksum, and has
 * its name only once its packages are there.
 */
export async function shipRelease(
  transport: Transport,
  release: { readonly name: string; readonly archive: Archive },
  host: { readonly paths: HostPaths; readonly root: string },
  say: (line: string) => void,
): Promise<void> {
  const { name, archive } = release;
  const folder = host.paths.incoming(name);
  say(`Shipping ${name} to ${transport.hostName}.`);
  await transport.run(hostScript(host.root, [
    `rm -rf ${quote(folder)}`,
    `mkdir -p ${quote(folder)}`,
  ]));
  await transport.put(archive.path, `${folder}/release.tar.gz`);
  await transport.put(archive.sumPath, `${folder}/release.tar.gz.sha256`);
  say("Unpacking and installing on the host.");
  // The scripts that install a release come with it; they too run only from an archive that was checked.
  await transport.run(
    hostScript(host.root, [
      `cd ${quote(folder)}`,
      `if ! sha256sum --check --status release.tar.gz.sha256; then echo ${
        quote(
          `The archive of ${name} arrived with another checksum. Nothing was changed; deploy again.`,
        )
      } >&2; exit 1; fi`,
      "tar -xzf release.tar.gz ./terraform/scripts ./aws-env.example",
      "bash terraform/scripts/install_host.sh",
      `bash terraform/scripts/release.sh install ${quote(name)}`,
    ]),
    say,
  );
}
