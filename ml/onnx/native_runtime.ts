/** Its builds for Linux and macOS read this once, when they are loaded. */
const SILENCE = "ORT_DISABLE_TELEMETRY";

/**
 * Loads the native onnxruntime, told to keep to itself. Since version 1.29 its builds send what they know
 * of each session, the names and hashes of models among it, to a collector of Microsoft and leave an
 * identifier of the machine in the home directory, unless the process says no before they are loaded. It
 * is native code: Deno's permissions do not hold it.
 *
 * @throws {Error} where it does not load, or could not be told: without the permission Deno leaves the
 * environment as it is and says nothing
 */
export async function loadNativeRuntime(): Promise<typeof import("onnxruntime-node")> {
  Deno.env.set(SILENCE, "1");
  if (Deno.env.get(SILENCE) !== "1") {
    throw new Error(`The native onnxruntime is not loaded without --allow-env=${SILENCE}.`);
  }
  return await import("onnxruntime-node");
}
