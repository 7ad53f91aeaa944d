import { parse, parseAllDocuments } from "yaml";

/** A manifest, as far as the rules about it ask. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: Readonly<Record<string, unknown>>;
}

export const FOLDER = new URL("../../terraform/containers/kubernetes/", import.meta.url);

/** What `kustomization.yaml` lists, and what is generated from files. */
export interface Kustomization {
  readonly resources: readonly string[];
  readonly configMapGenerator: readonly {
    readonly name: string;
    readonly envs: readonly string[];
  }[];
  readonly images: readonly { readonly name: string; readonly newTag: string }[];
}

export async function readKustomization(): Promise<Kustomization> {
  return parse(await Deno.readTextFile(new URL("kustomization.yaml", FOLDER)));
}

/** Every manifest that the kustomization lists, in its order. */
export async function readManifests(): Promise<Manifest[]> {
  const manifests: Manifest[] = [];
  for (const name of (await readKustomization()).resources) {
    const text = await Deno.readTextFile(new URL(name, FOLDER));
    for (const document of parseAllDocuments(text)) {
      if (document.errors.length > 0) throw new Error(`${name}: ${document.errors[0]?.message}`);
      manifests.push(document.toJS());
    }
  }
  return manifests;
}
