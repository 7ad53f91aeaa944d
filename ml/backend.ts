/** tf.js as loaded; its types without the cost of importing it at start. */
export type Tensorflow = typeof import("@tensorflow/tfjs");

export type LayersModel = ReturnType<Tensorflow["sequential"]>;

/** Where tf.js computes: WebAssembly, or plain JavaScript that runs everywhere. */
export type BackendName = "wasm" | "cpu";

/**
 * Loads tf.js for work on layers and selects its backend: wasm where it loads, else cpu. Importing
 * takes about half a second, so it happens here and not when the program starts.
 * @param wanted insists on one backend
 * @throws Error when the wanted backend does not load
 */
export async function loadTensorflow(wanted?: BackendName): Promise<Tensorflow> {
  const tf = await import("@tensorflow/tfjs");
  // Keeps tf.js from writing its advice to install other packages into our output.
  tf.enableProdMode();
  for (const name of wanted ? [wanted] : ["wasm", "cpu"] as const) {
    if (await selectBackend(tf, name)) return tf;
  }
  throw new Error(`tf.js backend "${wanted ?? "cpu"}" did not load`);
}

async function selectBackend(tf: Tensorflow, name: BackendName): Promise<boolean> {
  try {
    if (name === "wasm") {
      const { setThreadsCount } = await import("@tensorflow/tfjs-backend-wasm");
      // More threads made every recurrent step slower: the matrices are small.
      if (tf.getBackend() !== "wasm") setThreadsCount(1);
    }
    if (!(await tf.setBackend(name))) return false;
    await tf.ready();
    return true;
  } catch {
    return false;
  }
}
