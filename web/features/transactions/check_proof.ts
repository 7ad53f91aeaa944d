/** One link as it was hashed; hashes in hex. */
export interface ChainStep {
  readonly position: number;
  readonly previous: string;
  readonly back: string;
  readonly leaf: string;
}

/** The place of a transaction in the chain of the ledger, and the way to its newest link. */
export interface ChainProof {
  readonly transaction_id: string;
  readonly position: number;
  /** What was chained, word for word. */
  readonly text: string;
  readonly previous_hash: string;
  readonly hash: string;
  readonly head: { readonly position: number; readonly hash: string };
  readonly path: readonly ChainStep[];
}

/** SHA-256 of a text, in hex. */
export type Digest = (text: string) => Promise<string>;

/** By the browser's own cryptography, which is there over https and on the machine itself. */
export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The link that a link names beside the one before: its number without its lowest set bit. */
function backOf(position: number): number {
  let bit = 1;
  while (position % (2 * bit) === 0) bit *= 2;
  return position - bit;
}

/**
 * Recomputes a proof from nothing but itself: the text gives the hash of its link, and each link of
 * the path is named by the one above it, up to the head.
 *
 * @returns null when it holds, else one plain sentence
 */
export async function checkProof(proof: ChainProof, digest: Digest = sha256) {
  let [position, expected] = [proof.head.position, proof.head.hash];
  for (const step of proof.path) {
    if (step.position !== position) return `The way skips to link ${step.position}.`;
    const { previous, back, leaf } = step;
    if (await digest([position, previous, back, leaf].join("\n")) !== expected) {
      return `Link ${position} is not what its hash says.`;
    }
    if (position === proof.position) return await checkText(proof, step, expected, digest);
    const next = backOf(position) >= proof.position ? backOf(position) : position - 1;
    [position, expected] = [next, next === position - 1 ? previous : back];
  }
  return "The way does not reach the transaction.";
}

async function checkText(proof: ChainProof, own: ChainStep, hash: string, digest: Digest) {
  if (!proof.text.startsWith(`transaction ${proof.transaction_id} `)) {
    return "The text is of another transaction.";
  }
  if (await digest(proof.text) !== own.leaf) return "The text is not what was chained.";
  const agrees = hash === proof.hash && own.previous === proof.previous_hash;
  return agrees ? null : "The hashes of the transaction are not those of its link.";
}
