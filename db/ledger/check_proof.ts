/** One link as it was hashed; hashes in hex. */
export interface ChainStep {
  readonly position: number;
  /** Hash of the link before; 64 zeros before the first. */
  readonly previous: string;
  /** Hash of the link at {@link backOf} this one: the short cut that keeps proofs short. */
  readonly back: string;
  /** Hash of what the link says. */
  readonly leaf: string;
}

/** The place of one transaction in the chain. */
export interface LedgerProof {
  readonly transactionId: string;
  readonly position: number;
  /** What was chained, word for word. It names accounts by number, and nobody. */
  readonly text: string;
  readonly previousHash: string;
  readonly hash: string;
  readonly head: { readonly position: number; readonly hash: string };
  /** From the head down to this transaction's own link, which is the last of the list. */
  readonly path: readonly ChainStep[];
}

/** The link that a link names beside the one before: its number without its lowest set bit. */
export function backOf(position: number): number {
  let bit = 1;
  while (position % (2 * bit) === 0) bit *= 2;
  return position - bit;
}

/**
 * Recomputes a proof from nothing but itself. `null` when it holds: the text gives the hash of its
 * link, and each link of the path is named by the one above it, up to the head. Else one plain
 * sentence. A head that was noted down elsewhere proves that the ledger still has that text.
 */
export async function checkProof(proof: LedgerProof): Promise<string | null> {
  let [position, expected] = [proof.head.position, proof.head.hash];
  for (const step of proof.path) {
    if (step.position !== position) return `The path skips to link ${step.position}.`;
    const { previous, back, leaf } = step;
    const words = [position, previous, back, leaf].join("\n");
    if (await sha256(words) !== expected) return `Link ${position} is not what its hash says.`;
    if (position === proof.position) return await checkText(proof, step);
    const next = backOf(position) >= proof.position ? backOf(position) : position - 1;
    [position, expected] = [next, next === position - 1 ? previous : back];
  }
  return "The path does not reach the transaction.";
}

async function checkText(proof: LedgerProof, own: ChainStep): Promise<string | null> {
  if (!proof.text.startsWith(`transaction ${proof.transactionId} `)) {
    return "The text is of another transaction.";
  }
  if (await sha256(proof.text) !== own.leaf) return "The text is not what was chained.";
  const { position, previous, back, leaf } = own;
  const hash = await sha256([position, previous, back, leaf].join("\n"));
  const agrees = hash === proof.hash && previous === proof.previousHash;
  return agrees ? null : "The hashes of the transaction are not those of its link.";
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
