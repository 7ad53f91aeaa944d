import type { TerraformFile } from "./configuration.ts";

/** HCL to judge: the text of one file, or texts by path where it takes several. */
export type Sample = string | Readonly<Record<string, string>>;

/** One rule about the configuration, with what proves that it notices. */
export interface Policy {
  /** A sentence that is true of the configuration. */
  readonly what: string;
  /** What breaks it, in words; empty where nothing does. */
  judge(files: readonly TerraformFile[]): string[];
  /** Each of these breaks it. */
  readonly refused: readonly Sample[];
  /** None of these does, although they look like it. */
  readonly allowed?: readonly Sample[];
}
