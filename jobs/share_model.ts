import {
  hasModelFile,
  readModelFile,
  removeModelFile,
  type StoredModel,
  storeModelFile,
} from "../db/mod.ts";
import {
  installModel,
  loadModel,
  ModelFileError,
  modelPaths,
  parseManifest,
  sha256,
} from "../ml/manifest.ts";
import type { JobContext } from "./context.ts";

type Place = Pick<JobContext, "db" | "config" | "log">;

/**
 * Makes sure that the files of a registered model lie in this process's models folder: another one may
 * have trained it. What the database has is installed only if it is what was registered, whole or not at
 * all; a file that is here and not there, as older releases left it, is stored for the others.
 * @throws ModelFileError where the model is nowhere, or what is stored is damaged
 */
export async function ensureModelFile(context: Place, model: StoredModel): Promise<void> {
  const { db, config, log } = context;
  const local = await readLocal(config.modelsDir, model);
  if (local !== null) {
    if (!await hasModelFile(db, model.id)) {
      await storeModelFile(db, { modelId: model.id, bytes: local });
    }
    return;
  }
  const stored = await readModelFile(db, model.id);
  if (stored === null) {
    // Nowhere else: the folder's own words say what is wrong with it.
    await loadModel(config.modelsDir, model.id);
    return;
  }
  if (await sha256(stored) !== model.sha256) {
    throw new ModelFileError(
      `Model "${model.id}": its file in the database is damaged, the checksum is not the registered one.`,
    );
  }
  const manifest = parseManifest(model.id, model.manifest);
  await installModel(config.modelsDir, model.id, stored, manifest);
  log.info(`Model ${model.id} was fetched from the database`, { model: model.id });
}

/** Removes the file of a model everywhere but from the folders of other processes. */
export async function removeModelFiles({ db, config }: Place, id: string): Promise<void> {
  await removeModelFile(db, id);
  const paths = modelPaths(config.modelsDir, id);
  for (const path of [paths.manifest, paths.onnx]) {
    await Deno.remove(path).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
  }
}

/** The ONNX file in the folder, or `null` where it is not, or not as registered. */
async function readLocal(
  modelsDir: string,
  model: StoredModel,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const paths = modelPaths(modelsDir, model.id);
  try {
    const manifest: unknown = JSON.parse(await Deno.readTextFile(paths.manifest));
    const bytes = await Deno.readFile(paths.onnx);
    const isWhole = parseManifest(model.id, manifest).sha256 === model.sha256 &&
      await sha256(bytes) === model.sha256;
    return isWhole ? bytes : null;
  } catch {
    // Missing, unreadable or damaged: the same to us.
    return null;
  }
}
