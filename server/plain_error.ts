import { ConfigError } from "./config.ts";

/** What a person is told when the program cannot go on: one plain sentence, no stack. */
export function sayPlainly(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  if (!(error instanceof Error)) return String(error);
  return error.message.trim() || error.name;
}
