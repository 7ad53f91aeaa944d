import type { InferenceSession, Tensor } from "onnxruntime-node";
import { loadNativeRuntime } from "./native_runtime.ts";

/** Which onnxruntime runs a graph: the native library, or the portable WebAssembly build. */
export type OnnxRuntime = "node" | "wasm";

/** A float32 tensor, row-major. */
export interface FloatTensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** A uint8 tensor, row-major. */
export interface ByteTensor {
  readonly data: Uint8Array;
  readonly dims: readonly number[];
}

export interface OnnxSession {
  readonly runtime: OnnxRuntime;
  /** Shapes of the graph's inputs by name; free dimensions are strings. */
  readonly inputs: Readonly<Record<string, readonly (number | string)[]>>;
  readonly outputs: Readonly<Record<string, readonly (number | string)[]>>;
  run(
    feeds: Readonly<Record<string, FloatTensor | ByteTensor>>,
  ): Promise<Record<string, FloatTensor>>;
  close(): Promise<void>;
}

/**
 * Single-threaded and without spinning, so that training leaves the other cores alone; subnormal numbers
 * count as zero, which long recurrences need to stay fast. `run` of the native library blocks its thread:
 * use it in a Worker.
 */
const SESSION_OPTIONS: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: "sequential",
  logSeverityLevel: 3,
  extra: { session: { set_denormal_as_zero: "1", intra_op: { allow_spinning: "0" } } },
};

/**
 * Opens an ONNX model from memory.
 * @param runtime which onnxruntime; by default the native one, and WebAssembly where that does not load
 * @throws Error when the bytes are no valid model or the runtime does not load
 */
export async function openSession(bytes: Uint8Array, runtime?: OnnxRuntime): Promise<OnnxSession> {
  if (runtime === "wasm") return await openWasm(bytes);
  if (runtime === "node") return await openNode(bytes);
  return await nativeRuntimeLoads() ? await openNode(bytes) : await openWasm(bytes);
}

/** Whether the native library is installed for this platform. */
export async function nativeRuntimeLoads(): Promise<boolean> {
  try {
    await loadNativeRuntime();
    return true;
  } catch {
    return false;
  }
}

async function openNode(bytes: Uint8Array): Promise<OnnxSession> {
  const { InferenceSession, Tensor } = await loadNativeRuntime();
  const session = await InferenceSession.create(bytes, SESSION_OPTIONS);
  return wrapSession("node", session, Tensor);
}

async function openWasm(bytes: Uint8Array): Promise<OnnxSession> {
  const { env, InferenceSession, Tensor } = await import("onnxruntime-web");
  env.wasm.numThreads = 1;
  const session = await InferenceSession.create(bytes, {
    ...SESSION_OPTIONS,
    executionProviders: ["wasm"],
  });
  return wrapSession("wasm", session, Tensor);
}

type TensorConstructor = new (
  type: "float32" | "uint8",
  data: Float32Array | Uint8Array,
  dims: readonly number[],
) => Tensor;

function wrapSession(
  runtime: OnnxRuntime,
  session: InferenceSession,
  TensorClass: TensorConstructor,
): OnnxSession {
  return {
    runtime,
    inputs: describe(session.inputMetadata),
    outputs: describe(session.outputMetadata),
    async run(feeds) {
      const tensors = Object.entries(feeds).map(([name, { data, dims }]) =>
        [
          name,
          new TensorClass(data instanceof Uint8Array ? "uint8" : "float32", data, dims),
        ] as const
      );
      const results = await session.run(Object.fromEntries(tensors));
      return Object.fromEntries(
        Object.entries(results).map(([name, tensor]) => [name, toFloats(name, tensor)]),
      );
    },
    close: () => session.release(),
  };
}

function toFloats(name: string, tensor: Tensor): FloatTensor {
  if (!(tensor.data instanceof Float32Array)) {
    throw new Error(`ONNX output "${name}" is ${tensor.type}, expected float32`);
  }
  return { data: tensor.data, dims: tensor.dims };
}

function describe(
  metadata: readonly InferenceSession.ValueMetadata[],
): Record<string, readonly (number | string)[]> {
  return Object.fromEntries(
    metadata.map((value) => [value.name, value.isTensor ? value.shape : []]),
  );
}
