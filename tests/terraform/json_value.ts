/** What HCL becomes: literals as they are, every expression as a string `${...}`. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/** Every value inside another, with the names that lead to it. */
export function* walk(
  value: Json,
  at: readonly string[] = [],
): Generator<[readonly string[], Json]> {
  yield [at, value];
  if (Array.isArray(value)) { for (const one of value) yield* walk(one, at); }
  else if (isObject(value)) {
    for (const [name, one] of Object.entries(value)) yield* walk(one, [...at, name]);
  }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

export function asList(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
