import { assert, assertEquals, assertMatch } from "@std/assert";
import fc from "fast-check";
import type { AlertRule, QuietHours } from "../../../db/mod.ts";
import type { Condition } from "../../../jobs/alerts/observation.ts";
import {
  COOLDOWN_MS,
  counts,
  decideAll,
  HOUR_MS,
  moved,
  NOON_MS,
  pricesAt,
  ruleOf,
  seen,
} from "./alert_fixtures.ts";

Deno.test("a move alerts when it reaches the threshold, up and down alike", () => {
  const of = (price: number) =>
    counts(decideAll([pricesAt(0, moved("BTC", 100, price))], [ruleOf()]));
  assertEquals([of(109.99), of(110), of(90), of(90.01)], [[0], [1], [1], [0]]);
});

Deno.test("the alert says coin, change, span and prices, and the furthest span speaks", () => {
  const before = { 1: 99, 4: 110, 24: 80 };
  const coin = moved("BTC", 0, 120, { before });
  const [decision] = decideAll([pricesAt(0, coin)], [ruleOf()]);
  const { alert } = decision!.alerts[0]!;
  assertEquals([alert.spanHours, alert.fromPrice, alert.price], [24, 80, 120]);
  assertEquals(alert.text, "BTC rose 50.0 % in 24 h, from 80 to 120 (1 Jun 12:00 UTC).");
  assertEquals(decision!.messages.map((one) => one.alerts), [[alert]]);
});

Deno.test("spans whose hour is missing say nothing, and a rule watches only its coins and spans", () => {
  const coin = moved("BTC", 0, 200, { before: { 1: null, 4: null, 24: 100 } });
  const other = moved("ETH", 100, 150);
  const rules = (changes: Partial<AlertRule>) => [ruleOf(changes)];
  const subjects = (changes: Partial<AlertRule>) =>
    decideAll([pricesAt(0, coin, other)], rules(changes))[0]!.alerts.map((one) =>
      one.alert.subject
    );
  assertEquals(subjects({}), ["coin:BTC", "coin:ETH"]);
  assertEquals(subjects({ spans: [1, 4] }), ["coin:ETH"]);
  assertEquals(subjects({ coins: ["BTC"] }), ["coin:BTC"]);
  assertEquals(subjects({ enabled: false }), []);
});

Deno.test("a rule in sigmas measures with the coin's own volatility over the span", () => {
  const rule = ruleOf({ unit: "sigmas", threshold: 3 });
  const calm = moved("BTC", 100, 103, { volatility: 1 });
  const wild = moved("DOGE", 100, 103, { volatility: 2 });
  const unknown = moved("NEW", 100, 300, { volatility: null });
  // Over four hours three sigmas of 1 % an hour are 6 %.
  const slow = moved("ETH", 0, 105.9, { before: { 1: null, 4: 100, 24: null } });
  const [decision] = decideAll([pricesAt(0, calm, wild, unknown, slow)], [rule]);
  assertEquals(decision!.alerts.map((one) => one.alert.symbol), ["BTC"]);
});

Deno.test("within the cool-down only a further full threshold alerts, from the last alerted price", () => {
  const prices = [110, 118, 120.9, 121, 133.09, 133.1];
  const observations = prices.map((price, i) => pricesAt(i / 2, moved("BTC", 100, price)));
  assertEquals(counts(decideAll(observations, [ruleOf()])), [1, 0, 0, 1, 0, 1]);
});

Deno.test("the cool-down is over four hours after the last alert, to the moment", () => {
  const hours = [0, 3.999, 4, 7.999, 8];
  const observations = hours.map((hour) => pricesAt(hour, moved("BTC", 100, 111)));
  assertEquals(counts(decideAll(observations, [ruleOf()])), [1, 0, 1, 0, 1]);
});

Deno.test("the same moment is never told twice, nor an earlier one", () => {
  const again = pricesAt(1, moved("BTC", 100, 200));
  const earlier = pricesAt(0, moved("BTC", 100, 400));
  assertEquals(counts(decideAll([again, again, earlier], [ruleOf()])), [1, 0, 0]);
});

Deno.test("two rules on one coin ring once for a recipient, and each recipient has a cool-down", () => {
  const rules = [
    ruleOf({ id: 1, threshold: 5 }),
    ruleOf({ id: 2, threshold: 10 }),
    ruleOf({ id: 3, userId: "alice" }),
    ruleOf({ id: 4, userId: "alice", destination: "+491701234567" }),
  ];
  const [decision] = decideAll([pricesAt(0, moved("BTC", 100, 112))], rules);
  assertEquals(decision!.alerts.map((one) => one.rule.id), [1, 3, 4]);
  assertEquals(decision!.messages.map((one) => one.destination), [null, null, "+491701234567"]);
  assert(!JSON.stringify(decision!.changed).includes("1234567"), "a mark has the number");
});

Deno.test("a storm is one message, and what follows within ten minutes is one more", () => {
  const coins = Array.from({ length: 40 }, (_, i) => moved(`C${i}`, 100, 120 + i));
  const later = Array.from({ length: 30 }, (_, i) => moved(`D${i}`, 100, 120));
  const observations = [
    pricesAt(0, ...coins),
    ...later.map((coin, i) => pricesAt((i + 1) / 360, coin)),
    pricesAt(1, moved("LATE", 100, 120)),
  ];
  const messages = decideAll(observations, [ruleOf()]).flatMap((one) => one.messages);
  const keys = [...new Set(messages.map((one) => one.groupKey))];
  assertEquals(keys.length, 3);
  assertEquals(messages[0]!.alerts.length, 40);
  const gathered = messages.filter((one) => one.groupKey === keys[1]);
  assertEquals(gathered.length, 30);
  assertEquals(new Set(gathered.map((one) => one.sendAtMs)), new Set([NOON_MS + 600_000]));
});

Deno.test("in quiet hours a message is delayed to their end, as one, or dropped", () => {
  const quiet: QuietHours = { from: "12:00", to: "20:00", timeZone: "UTC", policy: "delay" };
  const observations = [0, 1, 2, 8].map((hour) => pricesAt(hour, moved(`C${hour}`, 100, 120)));
  const delayed = decideAll(observations, [ruleOf({ quiet })]);
  assertEquals(counts(delayed), [1, 1, 1, 1]);
  const messages = delayed.flatMap((one) => one.messages);
  const end = NOON_MS + 8 * HOUR_MS;
  assertEquals(messages.map((one) => one.sendAtMs), [end, end, end, end]);
  assertEquals(new Set(messages.slice(0, 3).map((one) => one.groupKey)).size, 1);
  const dropped = decideAll(observations, [ruleOf({ quiet: { ...quiet, policy: "drop" } })]);
  assertEquals(counts(dropped), [1, 1, 1, 1]);
  assertEquals(dropped.flatMap((one) => one.messages).length, 1);
  const page = decideAll(observations, [ruleOf({ channel: "page" })]);
  assertEquals([counts(page), page.flatMap((one) => one.messages)], [[1, 1, 1, 1], []]);
});

Deno.test("a gathered message does not slip into quiet hours", () => {
  const quiet: QuietHours = { from: "12:05", to: "20:00", timeZone: "UTC", policy: "delay" };
  const observations = [
    pricesAt(0, moved("BTC", 100, 120)),
    pricesAt(0.05, moved("ETH", 100, 120)),
  ];
  const messages = decideAll(observations, [ruleOf({ quiet })]).flatMap((one) => one.messages);
  assertEquals(messages.map((one) => one.sendAtMs), [NOON_MS, NOON_MS + 0.05 * HOUR_MS]);
});

Deno.test("the market as a whole has rules of its own", () => {
  const market = moved("", 100, 85, { symbol: null });
  const rules = [ruleOf(), ruleOf({ id: 2, kind: "market" })];
  const [decision] = decideAll([seen({ market })], rules);
  assertEquals(decision!.alerts.map((one) => [one.rule.id, one.alert.subject]), [[2, "market"]]);
  assertMatch(decision!.alerts[0]!.alert.text, /^The market fell 15\.0 % in 1 h \(/);
});

function stale(hours: number): Condition {
  return { kind: "stale", subject: "stale", symbol: null, value: hours, text: `${hours} h old.` };
}

function staleAt(hour: number, age: number) {
  return seen({ nowMs: NOON_MS + hour * HOUR_MS, conditions: [stale(age)] });
}

Deno.test("a condition alerts when it begins, when it doubled, and again only after the cool-down", () => {
  const rule = ruleOf({ kind: "stale", threshold: 3, unit: "hours" });
  const ages = [2, 3, 4, 5, 6, 7, 0, 3, 3, 0, 1, 3];
  const observations = ages.map((age, hour) => staleAt(hour, age));
  assertEquals(counts(decideAll(observations, [rule])), [0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]);
});

Deno.test("a look at prices alone leaves conditions as they were", () => {
  const rule = ruleOf({ kind: "stale", threshold: 3, unit: "hours" });
  const observations = [staleAt(0, 3), pricesAt(5, moved("BTC", 1, 1)), staleAt(6, 3)];
  assertEquals(counts(decideAll(observations, [rule])), [1, 0, 0]);
});

Deno.test("over any prices, no two alerts lie within the cool-down but for a further threshold", () => {
  const step = fc.record({
    minutes: fc.integer({ min: 1, max: 90 }),
    price: fc.double({ min: 50, max: 200, noNaN: true }),
    from: fc.double({ min: 50, max: 200, noNaN: true }),
  });
  const threshold = fc.constantFrom(2, 5, 10, 40);
  fc.assert(fc.property(fc.array(step, { maxLength: 60 }), threshold, (steps, percent) => {
    let minutes = 0;
    const observations = steps.map((one) => {
      minutes += one.minutes;
      return pricesAt(minutes / 60, moved("BTC", one.from, one.price));
    });
    const decisions = decideAll(observations, [ruleOf({ threshold: percent })]);
    const alerts = decisions.flatMap((one) => one.alerts.map(({ alert }) => alert));
    for (const [i, alert] of alerts.entries()) {
      assert(Math.abs(alert.changePercent!) > percent - 1e-6);
      const last = alerts[i - 1];
      if (last === undefined || alert.atMs - last.atMs >= COOLDOWN_MS) continue;
      const further = Math.abs(alert.price! - last.price!) / last.price! * 100;
      assert(further > percent - 1e-6, `${further} % is no further ${percent} %`);
    }
    assertEquals(decisions.flatMap((one) => one.messages).length, alerts.length);
  }));
});
