/** A unit file as systemd reads it: sections of keys, each with all its values. */
export type UnitFile = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/**
 * Reads a unit file.
 *
 * @throws where a line is neither a comment, a section nor `Key=value`
 */
export function parseUnitFile(text: string): UnitFile {
  const sections: Record<string, Record<string, string[]>> = {};
  let section: Record<string, string[]> | undefined;
  for (const line of text.split("\n")) {
    if (/^\s*(?:[#;].*)?$/.test(line)) continue;
    const name = /^\[(\w+)\]$/.exec(line)?.[1];
    if (name !== undefined) {
      section = sections[name] ??= {};
      continue;
    }
    const [, key, value] = /^([A-Z][A-Za-z]+)=(.*)$/.exec(line) ?? [];
    if (section === undefined || key === undefined) {
      throw new Error(`"${line}" is no line of a unit.`);
    }
    (section[key] ??= []).push(value ?? "");
  }
  return sections;
}
