/** A folder in place of a host, and programs in place of those that would change the machine. Each call is noted. */
export interface TrialHost extends AsyncDisposable {
  /** What stands for `/`. */
  readonly root: string;
  /** Notes and what the programs remember, such as `user`, `formatted`, `mounted`. */
  readonly state: string;
  /** Runs scripts of modules/user_data one after the other in one shell, as user data does. */
  run(scripts: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended>;
  /** The calls since the last look. */
  takeCalls(): Promise<string[]>;
  read(path: string): Promise<string>;
}

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export const SCRIPTS = new URL("../../terraform/modules/user_data/", import.meta.url);
export const UUID = "11111111-2222-3333-4444-555555555555";

/** Bash bodies. `$STATE` is where they remember; the call itself is noted before. */
const PROGRAMS: Readonly<Record<string, string>> = {
  dnf: "",
  alternatives: "",
  systemctl: "",
  groupadd: "",
  chown: "",
  xfs_growfs: `[ -e "$STATE/mounted" ]`,
  id: `[ -e "$STATE/user" ]`,
  useradd: `touch "$STATE/user"`,
  "mkfs.xfs": `[ ! -e "$STATE/formatted" ] && touch "$STATE/formatted"`,
  blkid: `[ ! -e "$STATE/unclear" ] || exit 8
[ -e "$STATE/formatted" ] || exit 2
case "$*" in *--match-tag*) echo ${UUID} ;; *) echo "TYPE=xfs" ;; esac`,
  mount: `touch "$STATE/mounted"`,
  mountpoint: `[ -e "$STATE/mounted" ]`,
  // The volume appears at the third look, where it is to appear at all.
  sleep:
    `[ -e "$STATE/attached" ] && [ "$(grep -c '^sleep' "$STATE/calls")" -ge 2 ] && touch "$(cat "$STATE/attached")"
true`,
  // Without the owners, who are not on this machine.
  install:
    `args=(); while [ $# -gt 0 ]; do case "$1" in -o | -g) shift 2 ;; *) args+=("$1"); shift ;; esac; done
exec /usr/bin/install "\${args[@]}"`,
  curl:
    `while [ $# -gt 0 ]; do if [ "$1" = --output ]; then echo certificates >"$2"; fi; shift; done`,
  aws: `case "$1 $2 $*" in
  "s3 cp "*/releases/current*) cat "$STATE/bucket/releases/current" ;;
  "s3 cp "*--recursive*) cp "$STATE/bucket/releases/$(tr -d '[:space:]' <"$STATE/bucket/releases/current")"/* "\${@: -1}" ;;
  "secretsmanager get-secret-value "*) cat "$STATE/secret" ;;
  *) exit 64 ;;
esac`,
};

export async function makeTrialHost(): Promise<TrialHost> {
  const folder = await Deno.makeTempDir({ prefix: "trial_host_" });
  const [root, state, programs] = ["root", "state", "bin"].map((name) => `${folder}/${name}`) as [
    string,
    string,
    string,
  ];
  for (const path of [root, `${root}/etc`, `${root}/dev/disk/by-id`, state, programs]) {
    await Deno.mkdir(path, { recursive: true });
  }
  await Deno.writeTextFile(`${root}/etc/fstab`, "# as it was\n");
  for (const [name, body] of Object.entries(PROGRAMS)) {
    const text =
      `#!/usr/bin/env bash\nSTATE="${state}"\necho "${name} $*" >>"$STATE/calls"\n${body}\n`;
    await Deno.writeTextFile(`${programs}/${name}`, text, { mode: 0o755 });
  }
  return {
    root,
    state,
    run: (scripts, env) =>
      runScripts(scripts, {
        ...env,
        CRYPTO_AI_ROOT: root,
        PATH: `${programs}:${Deno.env.get("PATH")}`,
      }),
    async takeCalls() {
      const text = await Deno.readTextFile(`${state}/calls`).catch(() => "");
      await Deno.remove(`${state}/calls`).catch(() => {});
      return text.split("\n").filter((line) => line !== "").map((line) =>
        line.replaceAll(root, "").replaceAll(state, "STATE").trim()
      );
    },
    read: (path) => Deno.readTextFile(`${root}${path}`),
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

async function runScripts(scripts: readonly string[], env: Record<string, string>): Promise<Ended> {
  const texts = await Promise.all(scripts.map((name) => Deno.readTextFile(new URL(name, SCRIPTS))));
  const { code, stdout, stderr } = await new Deno.Command("bash", {
    args: ["-c", texts.join("\n")],
    env,
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}
