/** The scripts of a host's first boot, really run, with a folder for a host and stand-ins for what changes a machine. */
import { assertEquals, assertMatch } from "@std/assert";
import { makeTrialHost, SCRIPTS, type TrialHost, UUID } from "./trial_host.ts";

const VOLUME = "vol-0123456789abcdef0";
const DEVICE = "/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol0123456789abcdef0";
const SETTINGS = "ENVIRONMENT=production\nWEB_UI_PORT=10443";
const ENV = { CRYPTO_AI_VOLUME: VOLUME, CRYPTO_AI_SETTINGS: SETTINGS };
const MOUNT =
  `UUID=${UUID} /var/lib/crypto-ai xfs noatime,nodev,nosuid,nofail,x-systemd.device-timeout=60 0 0`;

async function attach(host: TrialHost): Promise<void> {
  await Deno.writeTextFile(`${host.root}${DEVICE}`, "");
}

function ran(calls: readonly string[], program: string): number {
  return calls.filter((call) => call.startsWith(`${program} `)).length;
}

for (const name of ["prepare_host.sh", "fetch_release.sh"]) {
  Deno.test(`${name} is bash that can be read`, async () => {
    const { code, stderr } = await new Deno.Command("bash", { args: ["-n", name], cwd: SCRIPTS })
      .output();
    assertEquals({ code, stderr: new TextDecoder().decode(stderr) }, { code: 0, stderr: "" });
  });
}

Deno.test("the first boot formats and mounts an empty volume, makes the user and the folders", async () => {
  await using host = await makeTrialHost();
  await attach(host);
  const { code, stderr } = await host.run(["prepare_host.sh"], ENV);
  assertEquals({ code, stderr }, { code: 0, stderr: "" });
  const calls = await host.takeCalls();
  assertEquals(calls.filter((call) => /^(?:mkfs|mount |useradd)/.test(call)), [
    "useradd --uid 850 --gid 850 --home-dir /var/lib/crypto-ai --no-create-home --shell /sbin/nologin crypto-ai",
    `mkfs.xfs ${DEVICE}`,
    "mount /var/lib/crypto-ai",
  ]);
  assertEquals(await host.read("/etc/fstab"), `# as it was\n${MOUNT}\n`);
  for (
    const folder of [
      "opt/crypto-ai/releases",
      "opt/crypto-ai/shared",
      "var/lib/crypto-ai",
      "var/log/crypto-ai",
    ]
  ) {
    assertEquals((await Deno.stat(`${host.root}/${folder}`)).isDirectory, true, folder);
  }
  assertEquals(
    (await host.read("/etc/crypto-ai/env")).split("\n").slice(1, 3),
    SETTINGS.split("\n"),
  );
  assertEquals((await Deno.stat(`${host.root}/etc/crypto-ai/env`)).mode! & 0o777, 0o640);
});

Deno.test("to run it again changes nothing", async () => {
  await using host = await makeTrialHost();
  await attach(host);
  await host.run(["prepare_host.sh"], ENV);
  await host.takeCalls();
  const before = [await host.read("/etc/fstab"), await host.read("/etc/crypto-ai/env")];
  const { code } = await host.run(["prepare_host.sh"], { ...ENV, CRYPTO_AI_SETTINGS: "OTHER=1" });
  const calls = await host.takeCalls();
  assertEquals(code, 0);
  for (const program of ["mkfs.xfs", "mount", "useradd", "groupadd"]) {
    assertEquals(ran(calls, program), 0, program);
  }
  assertEquals([await host.read("/etc/fstab"), await host.read("/etc/crypto-ai/env")], before);
});

Deno.test("a new host takes over the volume of the one before, and never formats it", async () => {
  await using host = await makeTrialHost();
  await attach(host);
  await Deno.writeTextFile(`${host.state}/formatted`, "");
  const { code } = await host.run(["prepare_host.sh"], ENV);
  const calls = await host.takeCalls();
  assertEquals({ code, formatted: ran(calls, "mkfs.xfs"), mounted: ran(calls, "mount") }, {
    code: 0,
    formatted: 0,
    mounted: 1,
  });
});

Deno.test("a volume of which cannot be told what is on it is left alone", async () => {
  await using host = await makeTrialHost();
  await attach(host);
  await Deno.writeTextFile(`${host.state}/unclear`, "");
  const { code, stderr } = await host.run(["prepare_host.sh"], ENV);
  assertEquals({ code, formatted: ran(await host.takeCalls(), "mkfs.xfs") }, {
    code: 1,
    formatted: 0,
  });
  assertMatch(stderr, /vol-0123456789abcdef0 cannot be told \(blkid: 8\); it is left alone/);
});

Deno.test("a volume that is attached late is waited for", async () => {
  await using host = await makeTrialHost();
  await Deno.writeTextFile(`${host.state}/attached`, `${host.root}${DEVICE}`);
  const { code, stdout } = await host.run(["prepare_host.sh"], ENV);
  const calls = await host.takeCalls();
  assertEquals({ code, slept: ran(calls, "sleep"), formatted: ran(calls, "mkfs.xfs") }, {
    code: 0,
    slept: 2,
    formatted: 1,
  });
  assertMatch(stdout, /Waiting for the data volume vol-0123456789abcdef0/);
});

Deno.test("a volume that never comes is said so, and no other disk is touched", async () => {
  await using host = await makeTrialHost();
  await Deno.writeTextFile(`${host.root}/dev/nvme1n1`, "");
  const { code, stderr } = await host.run(["prepare_host.sh"], ENV);
  const calls = await host.takeCalls();
  assertEquals({ code, formatted: ran(calls, "mkfs.xfs"), fstab: await host.read("/etc/fstab") }, {
    code: 1,
    formatted: 0,
    fstab: "# as it was\n",
  });
  assertMatch(stderr, /did not appear in ten minutes/);
});

Deno.test("a host that keeps nothing looks at no disk", async () => {
  await using host = await makeTrialHost();
  const { code } = await host.run(["prepare_host.sh"], { CRYPTO_AI_SETTINGS: SETTINGS });
  const calls = await host.takeCalls();
  assertEquals({ code, looked: ran(calls, "blkid"), mounted: ran(calls, "mount") }, {
    code: 0,
    looked: 0,
    mounted: 0,
  });
});

const GROUP = ["prepare_host.sh", "fetch_release.sh"];
const GROUP_ENV = {
  CRYPTO_AI_SETTINGS:
    `${SETTINGS}\nSECRETS_MANAGER_ARN=arn:aws:secretsmanager:us-east-1:123456789012:secret:a`,
  CRYPTO_AI_BUCKET: "bucket",
  CRYPTO_AI_UNIT: "crypto-ai-worker",
};
const DATABASE = "DATABASE_URL=postgresql://app@db:5432/crypto_ai?sslmode=verify-full";

/** A bucket with one release, whose scripts note what they are asked for. */
async function publish(host: TrialHost, name: string): Promise<void> {
  const bucket = `${host.state}/bucket/releases`;
  const scripts = `${host.state}/release/terraform/scripts`;
  await Deno.mkdir(`${bucket}/${name}`, { recursive: true });
  await Deno.mkdir(scripts, { recursive: true });
  for (const script of ["install_host.sh", "release.sh"]) {
    await Deno.writeTextFile(
      `${scripts}/${script}`,
      `echo "${script} $*" >>"${host.state}/calls"\n`,
    );
  }
  await Deno.writeTextFile(`${host.state}/release/aws-env.example`, "");
  await Deno.writeTextFile(`${bucket}/current`, `${name}\n`);
  await Deno.writeTextFile(
    `${host.state}/secret`,
    JSON.stringify({ DATABASE_URL: DATABASE.slice(13) }),
  );
  const pack = `tar -czf "$1/release.tar.gz" -C "$2" . && cd "$1" &&
    sha256sum release.tar.gz >release.tar.gz.sha256`;
  const { success } = await new Deno.Command("bash", {
    args: ["-c", pack, "pack", `${bucket}/${name}`, `${host.state}/release`],
  }).output();
  assertEquals(success, true);
}

Deno.test("an instance of a group fetches the current release, proves it and runs its unit", async () => {
  await using host = await makeTrialHost();
  await publish(host, "0.2.0");
  const { code, stderr } = await host.run(GROUP, GROUP_ENV);
  assertEquals({ code, stderr }, { code: 0, stderr: "" });
  const calls = await host.takeCalls();
  assertEquals(
    calls.filter((call) =>
      /^(?:install_host|release)\.sh|^systemctl (?:dis|en)able --now crypto/.test(call)
    ),
    [
      "install_host.sh",
      "release.sh install 0.2.0",
      "release.sh activate 0.2.0",
      "systemctl disable --now crypto-ai-web",
      "systemctl enable --now crypto-ai-worker",
    ],
  );
  assertEquals((await host.read("/etc/crypto-ai/env")).includes(`\n${DATABASE}\n`), true);
  assertEquals(
    calls.some((call) => call.includes("app@db")),
    false,
    "the address of the database is in no argument",
  );
});

Deno.test("a web instance stays what it was proved as", async () => {
  await using host = await makeTrialHost();
  await publish(host, "0.2.0");
  await host.run(GROUP, { ...GROUP_ENV, CRYPTO_AI_UNIT: "crypto-ai-web" });
  const calls = await host.takeCalls();
  assertEquals(calls.filter((call) => call.includes("able --now crypto-ai-w")), []);
});

Deno.test("a release that was changed after it was published is refused", async () => {
  await using host = await makeTrialHost();
  await publish(host, "0.2.0");
  await Deno.writeTextFile(`${host.state}/bucket/releases/0.2.0/release.tar.gz`, "x", {
    append: true,
  });
  const { code, stderr } = await host.run(GROUP, GROUP_ENV);
  assertEquals({ code, installed: ran(await host.takeCalls(), "release.sh") }, {
    code: 1,
    installed: 0,
  });
  assertMatch(stderr, /The archive of 0\.2\.0 does not have the checksum/);
});

Deno.test("what is no name of a release is refused", async () => {
  await using host = await makeTrialHost();
  await publish(host, "0.2.0");
  await Deno.writeTextFile(`${host.state}/bucket/releases/current`, "../../etc\n");
  const { code, stderr } = await host.run(GROUP, GROUP_ENV);
  assertEquals(code, 1);
  assertMatch(stderr, /releases\/current in bucket names no release: "\.\.\/\.\.\/etc"/);
});

Deno.test("a secret without the address of the database is said so", async () => {
  await using host = await makeTrialHost();
  await publish(host, "0.2.0");
  await Deno.writeTextFile(`${host.state}/secret`, "{}");
  const { code, stderr } = await host.run(GROUP, GROUP_ENV);
  assertEquals(code, 1);
  assertMatch(stderr, /has no DATABASE_URL/);
});

Deno.test("where no release is published yet, a host can reach the database and says what is missing", async () => {
  await using host = await makeTrialHost();
  const { code, stderr } = await host.run(GROUP, GROUP_ENV);
  assertEquals({ code, authority: await host.read("/etc/crypto-ai/rds-ca.pem") }, {
    code: 1,
    authority: "certificates\n",
  });
  assertMatch(stderr, /There is no release in bucket yet\. Publish one/);
});
