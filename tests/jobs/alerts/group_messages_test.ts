import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { AlertRule, QuietHours } from "../../../db/mod.ts";
import { STORM_MS } from "../../../jobs/alerts/group_messages.ts";
import { quietUntil } from "../../../jobs/alerts/quiet_hours.ts";
import { decideAll, moved, NOON_MS, pricesAt, ruleOf } from "./alert_fixtures.ts";

const HOUR_MS = 3_600_000;
/** The evenings before the nights in which Berlin changes its clocks, and one before any other night. */
const EVENINGS = ["2026-03-28T18:00:00Z", "2026-10-24T18:00:00Z", "2026-06-01T18:00:00Z"];

const steps = fc.array(
  fc.record({
    minutes: fc.integer({ min: 1, max: 120 }),
    coins: fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 8 }),
  }),
  { maxLength: 40 },
);

const nights = fc.record({
  evening: fc.constantFrom(...EVENINGS),
  from: fc.constantFrom("20:00", "22:00", "02:30"),
  to: fc.constantFrom("02:15", "03:00", "07:00"),
  policy: fc.constantFrom("delay" as const, "drop" as const),
});

/** Every look of a night, as prices that moved by a fifth. */
function looks(evening: string, taken: readonly { minutes: number; coins: number[] }[]) {
  const startHour = (Date.parse(evening) - NOON_MS) / HOUR_MS;
  let minutes = 0;
  return taken.map((step) => {
    minutes += step.minutes;
    const coins = step.coins.map((coin) => moved(`C${coin}`, 100, 120));
    return pricesAt(startHour + minutes / 60, ...coins);
  });
}

Deno.test("on any night each alert is in one message, in none only where quiet hours drop it", () => {
  fc.assert(fc.property(steps, nights, (taken, { evening, from, to, policy }) => {
    const quiet: QuietHours = { from, to, timeZone: "Europe/Berlin", policy };
    const rules: AlertRule[] = [ruleOf({ quiet })];
    const observations = looks(evening, taken);
    for (const [i, decision] of decideAll(observations, rules).entries()) {
      const { nowMs } = observations[i]!;
      const endMs = quietUntil(quiet, nowMs);
      const told = decision.messages.flatMap((message) => message.alerts);
      const made = decision.alerts.map(({ alert }) => alert);
      assertEquals(told, endMs !== null && policy === "drop" ? [] : made);
      for (const { sendAtMs } of decision.messages) {
        if (endMs !== null) assertEquals(sendAtMs, endMs);
        else assert(sendAtMs >= nowMs && sendAtMs < nowMs + STORM_MS + 1);
        assertEquals(quietUntil(quiet, sendAtMs), null);
      }
    }
  }));
});

Deno.test("however fast alerts come, ten minutes are between messages", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 80 }), (seconds) => {
      let at = 0;
      const observations = seconds.map((pause, i) => {
        at += pause;
        return pricesAt(at / 3600, moved(`C${i}`, 100, 120));
      });
      const messages = decideAll(observations, [ruleOf()]).flatMap((one) => one.messages);
      const times = [...new Map(messages.map((one) => [one.groupKey, one.sendAtMs])).values()];
      for (const [i, time] of times.entries()) {
        assert(i === 0 || time - times[i - 1]! >= STORM_MS, "two messages are closer");
      }
      assertEquals(messages.flatMap((one) => one.alerts).length, seconds.length);
    }),
  );
});
