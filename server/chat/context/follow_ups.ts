import type { Intent } from "./chat_context.ts";
import type { MarketView } from "./market_view.ts";

const MOST = 3;

/** Questions that go on from an answer; never the one that was just asked. */
export function suggestFollowUps(
  intent: Intent,
  coins: readonly string[],
  listed: readonly string[],
  view: MarketView,
): string[] {
  const coin = coins[0] ?? listed[0] ?? view.forecasts.predictions[0]?.symbol;
  const other = (coins.length > 0 ? [] : listed).find((symbol) => symbol !== coin) ??
    view.forecasts.predictions.find(({ symbol }) => !coins.includes(symbol) && symbol !== coin)
      ?.symbol;
  const questions: (readonly [Intent, string])[] = [
    ...(coin === undefined ? [] : [
      ["forecast", `What is the forecast for ${coin}?`],
      ["reason", `What moved the forecast of ${coin}?`],
      ["record", `How good is the record on ${coin}?`],
    ] as const),
    ...(coin === undefined || other === undefined ? [] : [
      ["comparison", `Compare ${coin} and ${other}`],
    ] as const),
    ["top_list", "Which coins are expected to rise most?"],
    ["tendency", "How is the whole market doing?"],
    ["help", "What can you do?"],
  ];
  return questions.filter(([kind]) => kind !== intent).map(([, text]) => text).slice(0, MOST);
}
