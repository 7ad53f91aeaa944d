/** A way to the host. */
export interface Transport {
  /** How the host is called in messages. */
  readonly hostName: string;
  /**
   * Runs a script as root on the host.
   *
   * @param script lines for `bash`
   * @param onLine is given each line of the output, as soon as the way allows
   * @returns its output
   * @throws {CommandError} with the last line of its complaint
   */
  run(script: string, onLine?: (line: string) => void): Promise<string>;
  /** Copies a file to the host; it has its name there only once it is complete. */
  put(file: string, path: string): Promise<void>;
  /** Copies a file from the host. */
  fetch(path: string, file: string): Promise<void>;
  /** Lets the person at the keyboard talk to a script that runs as root, or to a shell. */
  converse(script: string | null): Promise<void>;
}
