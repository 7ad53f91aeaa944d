import type { CoinSummary } from "../../../server/coins/schema.ts";
import { formatCoins, toUnits } from "../../lib/amount.ts";
import { formatTime } from "../../lib/format.ts";

/** One place where coins are. */
export interface SupplyPart {
  readonly label: string;
  readonly amount: string;
  /** Of the whole supply, 0 to 1; for the width of a bar only. */
  readonly share: number;
  readonly note: string;
}

/** Every place, in the order coins take through them; together they are the supply. */
export function supplyParts(summary: CoinSummary): SupplyPart[] {
  const whole = toUnits(summary.initial_supply) ?? 1n;
  const share = (amount: string) =>
    whole === 0n ? 0 : Number((toUnits(amount) ?? 0n) * 1_000_000n / whole) / 1_000_000;
  const part = (label: string, amount: string, note: string): SupplyPart => ({
    label,
    amount,
    note,
    share: share(amount),
  });
  return [
    part("system", summary.system, `not minted, and ${formatCoins(summary.fees)} of fees`),
    part("available", summary.available, `with ${summary.people} people`),
    part("staked", summary.staked, "set aside by their owners"),
    part("cooling down", summary.cooling, "unstaked, not yet back"),
    part("forecast stakes", summary.forecast_stakes, "until their rounds are settled"),
    part("burned", summary.burned, "gone for good"),
  ];
}

/** Whether every coin is accounted for, in one sentence. */
export function supplyFinding(summary: CoinSummary): string {
  return summary.holds
    ? `Every coin is accounted for: all places sum to ${
      formatCoins(summary.initial_supply)
    } exactly.`
    : `The places sum to ${formatCoins(summary.total)}, not to ${
      formatCoins(summary.initial_supply)
    }. Stop moving coins and run db verify.`;
}

/** What the newest check of the whole ledger found. */
export function reconciliationWords(summary: CoinSummary): string {
  const check = summary.reconciliation;
  if (!check) return "The ledger has not been checked as a whole yet; that is done every hour.";
  const when = formatTime(Date.parse(check.at));
  return check.ok
    ? `Checked on ${when}: ${check.checked.toLocaleString("en-US")} rows recomputed, nothing wrong.`
    : `Checked on ${when}: wrong from ${check.first_wrong ?? "an unknown row"} on. Run db verify.`;
}

/** What a transfer costs, and its bounds. */
export function feeWords(summary: CoinSummary): string {
  const cool = summary.cool_down_hours > 0
    ? `Unstaked coins wait ${summary.cool_down_hours} h.`
    : "Unstaked coins can be spent at once.";
  return `A transfer costs ${summary.fee_percent} % of its amount, which is from ` +
    `${formatCoins(summary.minimum)} to ${formatCoins(summary.maximum)}. ${cool}`;
}
