/** Where deploy and remote put and find things on the host; terraform/scripts/host_paths.sh has the rest. */
export interface HostPaths {
  /** What is shipped waits here until it is unpacked. */
  incoming(release: string): string;
  release(release: string): string;
  /** The scripts of the release that serves. */
  readonly scripts: string;
}

/** @param root everything is below this folder; empty on a real host */
export function hostPaths(root: string): HostPaths {
  const home = `${root}/opt/crypto-ai`;
  return {
    incoming: (release) => `${home}/incoming/${release}`,
    release: (release) => `${home}/releases/${release}`,
    scripts: `${home}/current/terraform/scripts`,
  };
}
