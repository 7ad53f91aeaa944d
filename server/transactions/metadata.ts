import { z } from "zod";
import { assertExactAmounts } from "../exact_amounts.ts";

const MOST_BYTES = 4_096;
const DEEPEST = 8;
const RULE =
  "must be one JSON object of at most 4,096 bytes, nested at most 8 deep, of plain text and finite numbers";

/** Notes of the caller on a transaction: a JSON object, or its text as a query parameter. */
export const metadataInput = z.union([z.string(), z.record(z.string(), z.unknown())], {
  error: RULE,
})
  .default({})
  .transform((given, context): Record<string, unknown> => {
    const object = typeof given === "string" ? parseObject(given) : given;
    if (object !== null && isStorable(object, DEEPEST) && isSmall(object)) return object;
    context.issues.push({ code: "custom", message: RULE, input: given });
    return z.NEVER;
  });

function parseObject(text: string): Record<string, unknown> | null {
  assertExactAmounts(text);
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? value as Record<string, unknown> : null;
  } catch {
    return null;
  }
}

function isSmall(value: unknown): boolean {
  return new TextEncoder().encode(JSON.stringify(value)).byteLength <= MOST_BYTES;
}

/**
 * PostgreSQL's jsonb holds no zero character and no half of a surrogate pair; `1e999` is infinite once it
 * is parsed, and would come back as null.
 */
function isStorable(value: unknown, depth: number): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value === "string") return value.isWellFormed() && !value.includes("\0");
  if (typeof value !== "object" || value === null) return true;
  if (depth === 0) return false;
  return Object.entries(value).every(([name, part]) =>
    isStorable(name, depth) && isStorable(part, depth - 1)
  );
}
