import type { ErrorCode } from "./errors.ts";

/**
 * What one operation looks like in use, kept beside the schemas of its module. A test holds both sides
 * against the schemas.
 */
export interface OperationExample {
  /** What is sent, parameters of the path and the query included. */
  readonly input?: Readonly<Record<string, unknown>>;
  readonly output: unknown;
  /** Refusals of its own, beside those that follow from its access and its input. */
  readonly errors?: readonly ErrorCode[];
}

/** By procedure, `market.overview`. */
export type OperationExamples = Readonly<Record<string, OperationExample>>;
