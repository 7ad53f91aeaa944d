import { z } from "zod";

const stored = z.object({
  done: z.number().catch(0),
  total: z.number().nullable().catch(null),
  unit: z.string().catch(""),
  ratePerSecond: z.number().nullable().catch(null),
  secondsLeft: z.number().nullable().catch(null),
  message: z.string().nullable().catch(null),
  loss: z.number().nullable().catch(null),
  naiveLoss: z.number().nullable().catch(null),
  current: z.string().nullable().catch(null),
});

/** What a job said of its progress; each part null or zero where it has said nothing. */
export type StoredProgress = z.infer<typeof stored>;

/** Reads the progress that a job stored beside its run, whatever an older release left there. */
export function readProgress(value: unknown): StoredProgress {
  return stored.parse(typeof value === "object" && value !== null ? value : {});
}
