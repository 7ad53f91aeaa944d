import { fromFileUrl } from "@std/path";

/** A browser and what it needs around it. */
export interface InstalledBrowser {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The version in deno.json, and of what is laid around it: another one unpacks beside it. */
const VERSION = "153.0.0-2";

/**
 * A Chromium out of npm alone, for systems that have neither a browser nor its libraries. It is
 * unpacked once (209 MB, some seconds) into the temporary directory and used again by later runs.
 *
 * @throws when the package does not unpack, with what it printed.
 */
export async function installChromiumFromNpm(): Promise<InstalledBrowser> {
  const parent = Deno.env.get("TMPDIR") ?? "/tmp";
  const folder = `${parent}/chromium-for-tests-${VERSION}-${Deno.uid() ?? 0}`;
  if (!await exists(`${folder}/complete`)) await unpack(parent, folder);
  return {
    executablePath: `${folder}/chromium`,
    env: {
      LD_LIBRARY_PATH: `${folder}/al2023/lib`,
      FONTCONFIG_FILE: `${folder}/fonts.conf`,
      VK_ICD_FILENAMES: `${folder}/vk_swiftshader_icd.json`,
    },
  };
}

/** Unpacks beside the final place and moves it there whole; of two at once, the second yields. */
async function unpack(parent: string, folder: string): Promise<void> {
  const fresh = await Deno.makeTempDir({ dir: parent, prefix: "chromium-unpacking-" });
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "-A",
      fromFileUrl(new URL("./unpack_chromium.ts", import.meta.url)),
    ],
    env: { TMPDIR: fresh },
    stdout: "null",
  }).output();
  if (!success) {
    throw new Error(`@sparticuz/chromium did not unpack: ${new TextDecoder().decode(stderr)}`);
  }
  await copyFonts(`${fresh}/dejavu`);
  await Deno.writeTextFile(`${fresh}/fonts.conf`, describeFonts(folder));
  await Deno.writeTextFile(`${fresh}/complete`, "");
  await Deno.rename(fresh, folder).catch(async (error) => {
    if (!await exists(`${folder}/complete`)) throw error;
    await Deno.remove(fresh, { recursive: true });
  });
}

/** A later run may come from another checkout, when this one is gone. */
async function copyFonts(to: string): Promise<void> {
  const from = new URL("../../node_modules/dejavu-fonts-ttf/ttf/", import.meta.url);
  await Deno.mkdir(to);
  for await (const { name } of Deno.readDir(from)) {
    await Deno.copyFile(new URL(name, from), `${to}/${name}`);
  }
}

/** Without fonts, text has no size and pages cannot be judged. */
function describeFonts(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/dejavu</dir>
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/font-cache</cachedir>
</fontconfig>
`;
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
