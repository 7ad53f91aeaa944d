import { DockerfileParser, type Instruction } from "dockerfile-ast";

/** One instruction, its line continuations joined. */
export interface Step {
  readonly keyword: string;
  readonly text: string;
  /** The arguments, of the exec form too; flags are not among them. */
  readonly words: readonly string[];
  /** For instance `--from=build`. */
  readonly flags: readonly string[];
}

/** A Dockerfile, as far as the rules about it ask. */
export interface Dockerfile {
  /** One list of instructions for each FROM, which is its first. */
  readonly stages: readonly (readonly Step[])[];
  /** Base images with the defaults of their ARGs put in, and the names of stages left out. */
  readonly images: readonly string[];
}

/** Reads a Dockerfile. */
export function readDockerfile(text: string): Dockerfile {
  const parsed = DockerfileParser.parse(text);
  const defaults = new Map(
    parsed.getInitialARGs().map((arg) => [
      arg.getProperty()?.getName() ?? "",
      arg.getProperty()?.getValue() ?? "",
    ]),
  );
  const stages: Step[][] = [];
  for (const instruction of parsed.getInstructions()) {
    const keyword = instruction.getKeyword();
    if (keyword === "ARG" && stages.length === 0) continue;
    if (keyword === "FROM") stages.push([]);
    stages.at(-1)?.push(toStep(instruction));
  }
  const names = parsed.getFROMs().map((from) => from.getBuildStage());
  const images = parsed.getFROMs()
    .map((from) =>
      (from.getImage() ?? "").replace(/\$\{(\w+)\}/g, (_, it) => defaults.get(it) ?? "")
    )
    .filter((image) => !names.includes(image));
  return { stages, images };
}

function toStep(instruction: Instruction): Step {
  const text = instruction.getArgumentsContent() ?? "";
  return {
    keyword: instruction.getKeyword(),
    text: text.replaceAll(/\\\n\s*/g, ""),
    words: readWords(text),
    flags: instruction.toString().match(/(?<=\s)--[a-z-]+=\S+/g) ?? [],
  };
}

function readWords(text: string): string[] {
  const exec = /(?:^|CMD\s+)(\[.*\])\s*$/s.exec(text)?.[1];
  if (exec !== undefined) return JSON.parse(exec.replaceAll(/\\\n\s*/g, ""));
  return text.replaceAll(/\\\n/g, " ").split(/\s+/).filter((word) => word && !/^--/.test(word));
}
