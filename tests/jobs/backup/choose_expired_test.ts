import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { backupName, parseBackupName, unprovedName } from "../../../jobs/backup/backup_name.ts";
import { chooseExpired } from "../../../jobs/backup/choose_expired.ts";

const DAY_MS = 86_400_000;
const KEEP = { days: 3, weeks: 2, months: 2 };

function backups(...times: string[]) {
  return times.map((time) => parseBackupName(backupName(Date.parse(time)))!);
}

function expired(given: ReturnType<typeof backups>, keep = KEEP): string[] {
  return chooseExpired(given, keep).map(({ madeAtMs }) =>
    new Date(madeAtMs).toISOString().slice(0, 13)
  );
}

Deno.test("a name says when the backup was made and whether it was proved, and nothing else is one", () => {
  const madeAtMs = Date.UTC(2026, 10, 21, 4, 10, 7);
  const name = backupName(madeAtMs);
  assertEquals(name, "crypto-ai-2026-11-21T04-10-07Z.tar");
  assertEquals(parseBackupName(name), { name, madeAtMs, isProved: true });
  assertEquals(parseBackupName(unprovedName(name))?.isProved, false);
  for (
    const other of [
      "notes.txt",
      `${name}.partial`,
      `my-${name}`,
      "crypto-ai-2026-13-41T99-10-07Z.tar",
    ]
  ) assertEquals(parseBackupName(other), null, other);
});

Deno.test("of each day, week and month the newest backup is kept", () => {
  const daily = backups(
    ...Array.from(
      { length: 70 },
      (_, day) => new Date(Date.UTC(2026, 8, 12, 4) + day * DAY_MS).toISOString(),
    ),
  );
  const gone = new Set(expired(daily));
  const kept = daily.map(({ madeAtMs }) => new Date(madeAtMs).toISOString().slice(0, 13))
    .filter((time) => !gone.has(time));
  // 20 November is a Friday: its own week, the Sunday before, and the last day of October.
  assertEquals(kept, [
    "2026-10-31T04",
    "2026-11-15T04",
    "2026-11-18T04",
    "2026-11-19T04",
    "2026-11-20T04",
  ]);
});

Deno.test("two of one day are one too many, and a pause uses nothing up", () => {
  assertEquals(expired(backups("2026-11-20T04:00Z", "2026-11-20T16:00Z")), ["2026-11-20T04"]);
  assertEquals(expired(backups("2020-01-01T04:00Z", "2023-01-01T04:00Z", "2026-11-20T04:00Z")), []);
});

Deno.test("what did not pass its trial goes when a later one has, and the newest good one never", () => {
  const [bad, good, later] = backups("2026-11-20T04:00Z", "2026-11-20T05:00Z", "2026-11-20T06:00Z");
  const unproved = (one: typeof bad) => parseBackupName(unprovedName(one!.name))!;
  assertEquals(expired([unproved(bad), good!]), ["2026-11-20T04"]);
  assertEquals(expired([good!, unproved(later)]), []);
  assertEquals(expired([bad!, good!], { days: 0, weeks: 0, months: 0 }), ["2026-11-20T04"]);
  assertEquals(expired([unproved(bad), unproved(good), unproved(later)]), [
    "2026-11-20T04",
    "2026-11-20T05",
  ]);
});

Deno.test("whatever there is and whatever is to be kept: the newest proved one stays", () => {
  const one = fc.record({
    hour: fc.integer({ min: 0, max: 24 * 900 }),
    isProved: fc.boolean(),
  });
  const some = fc.uniqueArray(one, { minLength: 1, maxLength: 60, selector: ({ hour }) => hour });
  const keep = fc.record({
    days: fc.integer({ min: 0, max: 9 }),
    weeks: fc.integer({ min: 0, max: 9 }),
    months: fc.integer({ min: 0, max: 9 }),
  });
  fc.assert(fc.property(some, keep, (given, wanted) => {
    const all = given.map(({ hour, isProved }) => {
      const name = backupName(Date.UTC(2026, 0, 1) + hour * 3_600_000);
      return parseBackupName(isProved ? name : unprovedName(name))!;
    });
    const gone = chooseExpired(all, wanted);
    const proved = all.filter((each) => each.isProved).sort((a, b) => b.madeAtMs - a.madeAtMs);
    assert(proved[0] === undefined || !gone.includes(proved[0]));
    const kept = proved.filter((each) => !gone.includes(each));
    assert(kept.length <= Math.max(1, wanted.days + wanted.weeks + wanted.months));
    assert(all.filter((each) => !each.isProved && !gone.includes(each)).length <= 1);
  }));
});
