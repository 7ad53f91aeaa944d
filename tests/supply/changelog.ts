/** A release of CHANGELOG.md. */
export interface Release {
  readonly version: string;
  readonly date: string;
  /** What it says, without its heading. */
  readonly notes: string;
}

/** The releases of a changelog in the format of Keep a Changelog, newest first. */
export function readReleases(text: string): Release[] {
  const parts = text.split(/^## \[/m).slice(1);
  return parts.filter((part) => !part.startsWith("Unreleased]")).map((part) => {
    const match = /^([^\]]+)\] - (\S+)\n/.exec(part);
    if (!match) {
      throw new Error(`CHANGELOG.md: "## [${part.split("\n")[0]}" is no version and date.`);
    }
    return {
      version: match[1] as string,
      date: match[2] as string,
      notes: part.slice(match[0].length).trim(),
    };
  });
}

/** What is under [Unreleased], without its headings. */
export function readUnreleased(text: string): string {
  const part = text.split(/^## \[/m).find((one) => one.startsWith("Unreleased]")) ?? "";
  return part.replace(/^.*$/m, "").replaceAll(/^### .*$/gm, "").trim();
}
