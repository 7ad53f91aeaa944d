import { readAlerts } from "../../alerts/read_alerts.ts";
import { readRules } from "../../alerts/manage_rules.ts";
import type { RequestContext } from "../../context.ts";
import { makeFact, type UnnamedFact } from "./fact_writer.ts";

const NEWEST = 3;

/** The asker's own alerts and rules: theirs alone, and only where they are signed in. */
export async function alertFacts(ctx: RequestContext): Promise<UnnamedFact[]> {
  const source = { title: "Alerts", href: "/alerts", asOfMs: ctx.app.now() };
  const isSomeone = ctx.actor.userId !== null || ctx.actor.role === "admin";
  if (!isSomeone) {
    return [makeFact([], source, () => "Nobody is signed in: there are no alerts to look at.")];
  }
  const [{ rules, alerts_enabled: isOn }, { alerts }] = await Promise.all([
    readRules(ctx),
    readAlerts(ctx, { status: "open", limit: 200 }),
  ]);
  const active = rules.filter((rule) => rule.enabled).length;
  return [
    makeFact(
      [],
      source,
      (write) =>
        `The asker has ${counted(write.plain(rules.length), "rule", rules.length)}, ` +
        `${write.plain(active)} of them active, and ${
          counted(write.plain(alerts.length), "open alert", alerts.length)
        }.${isOn ? "" : " Alerts are switched off here."}`,
    ),
    ...alerts.slice(0, NEWEST).map((
      { symbol, at, text, change_percent: change, span_hours: hours },
    ) =>
      makeFact(symbol === null ? [] : [symbol], { ...source, asOfMs: Date.parse(at) }, (write) => {
        if (change !== null) write.percent(change);
        if (hours !== null) write.plain(hours, "wording");
        return `Alert of ${write.time(Date.parse(at))}: ${text}`;
      })
    ),
  ];
}

/** `1 rule`, `3 rules`. */
function counted(figure: string, word: string, count: number): string {
  return `${figure} ${word}${count === 1 ? "" : "s"}`;
}
