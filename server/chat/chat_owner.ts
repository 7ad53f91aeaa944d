import type { Actor } from "../context.ts";

/** Under which name conversations are kept: the person's, the key's, or everyone's without either. */
export function chatOwner(actor: Pick<Actor, "userId" | "keyId" | "kind" | "name">): string {
  if (actor.userId !== null) return `person:${actor.userId}`;
  if (actor.keyId !== null) return `key:${actor.keyId}`;
  return actor.kind === "key" ? `key:${actor.name}` : "anonymous";
}
