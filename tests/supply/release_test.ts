import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { compare, parse } from "@std/semver";
import { VERSION } from "../../server/version.ts";
import { readKustomization } from "../containers/kubernetes.ts";
import { readReleases, readUnreleased } from "./changelog.ts";
import { judgeRelease } from "./check_release.ts";
import { ROOT } from "./packages.ts";

const changelog = await Deno.readTextFile(join(ROOT, "CHANGELOG.md"));
const releases = readReleases(changelog);

Deno.test("the version of the program is that of the newest release", () => {
  assertEquals(VERSION, releases[0]?.version);
});

Deno.test("releases have semantic versions that go up, and days that are real", () => {
  for (const [at, { version, date, notes }] of releases.entries()) {
    parse(version);
    assertEquals(new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10), date);
    assert(notes.length > 0, version);
    const older = releases[at + 1];
    if (older) assert(compare(parse(version), parse(older.version)) > 0, version);
    if (older) assert(date >= older.date, version);
  }
});

Deno.test("the version stands in one place, and what names it too names the same", async () => {
  const { images } = await readKustomization();
  assertEquals(images.map((one) => one.newTag), [VERSION]);
  const config = JSON.parse(await Deno.readTextFile(join(ROOT, "deno.json")));
  assertEquals(config.version, undefined, "server/version.ts is the place");
});

Deno.test("a tag that is not the version, or leaves entries behind, is no release", () => {
  const text = "## [Unreleased]\n\n## [1.2.0] - 2026-01-02\n\n### Added\n\n- A.\n";
  assertEquals(judgeRelease("v1.2.0", "1.2.0", text), []);
  assertEquals(judgeRelease("v1.2.1", "1.2.0", text).length, 1);
  assertEquals(judgeRelease("v1.3.0", "1.3.0", text).length, 1);
  const left = text.replace("[Unreleased]\n", "[Unreleased]\n\n### Fixed\n\n- B.\n");
  assertEquals(judgeRelease("v1.2.0", "1.2.0", left).length, 1);
  assertEquals([readUnreleased(text), readUnreleased(left)], ["", "- B."]);
});
