/**
 * Holds a release back that is not what its tag says: check_release.ts TAG NOTES_FILE. The tag, the
 * version of the program and the newest release of CHANGELOG.md must be one, and nothing may be left under
 * [Unreleased]. Writes the notes of the release.
 */
import { VERSION } from "../../server/version.ts";
import { readReleases, readUnreleased } from "./changelog.ts";

/** What is wrong with a tag; empty where nothing is. */
export function judgeRelease(tag: string, version: string, changelog: string): string[] {
  const [newest] = readReleases(changelog);
  return [
    ...(tag === `v${version}` ? [] : [`The tag is ${tag}, the version of the program ${version}.`]),
    ...(newest?.version === version
      ? []
      : [`The newest release of CHANGELOG.md is ${newest?.version}, not ${version}.`]),
    ...(readUnreleased(changelog) === ""
      ? []
      : ["CHANGELOG.md has entries under [Unreleased]: move them to the release."]),
  ];
}

if (import.meta.main) {
  const [tag = "", notesFile = ""] = Deno.args;
  const changelog = await Deno.readTextFile(new URL("../../CHANGELOG.md", import.meta.url));
  const problems = judgeRelease(tag, VERSION, changelog);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) Deno.exit(1);
  await Deno.writeTextFile(notesFile, `${readReleases(changelog)[0]?.notes}\n`);
}
