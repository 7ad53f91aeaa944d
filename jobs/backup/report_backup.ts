import type { BackupProgress, RestoreProgress } from "../../db/mod.ts";
import type { ReportProgress } from "../context.ts";
import { createProgressMeter, type ProgressMeter } from "../progress_meter.ts";

type Step = BackupProgress["step"] | RestoreProgress["step"];

const WORDS: Readonly<Record<Step, string>> = {
  writing: "Writing",
  "reading back": "Reading back",
  checking: "Checking the file",
  loading: "Restoring",
  "building indexes": "Building indexes",
  proving: "Proving what was restored",
};

/** Tells the steps of a backup or of a restore as the progress of a job. */
export function reportBackup(
  report: ReportProgress,
  now: () => number,
): (progress: BackupProgress | RestoreProgress) => void {
  let current:
    | { readonly step: Step; readonly total: number; readonly meter: ProgressMeter }
    | null = null;
  return ({ step, table, rows, totalRows }) => {
    if (current?.step !== step || current.total !== totalRows) {
      const done = current?.step === step ? current.meter.done : 0;
      const meter = createProgressMeter({ total: totalRows, unit: "rows", now });
      meter.add(done);
      current = { step, total: totalRows, meter };
    }
    current.meter.add(rows - current.meter.done);
    report(current.meter.read(WORDS[step], table));
  };
}
