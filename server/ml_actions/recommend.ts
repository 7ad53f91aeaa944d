import { CoinAmount, type PersonActivity, readPersonActivity } from "../../db/mod.ts";
import { readPersonBalance } from "../coins/read_person_balance.ts";
import type { Balance } from "../coins/schema.ts";
import type { App, RequestContext } from "../context.ts";
import type { RecommendAnswer } from "./schema.ts";
import { wordWithLlm } from "./word_with_llm.ts";

const DAYS = 30;
const DAY_MS = 86_400_000;
/** Transfers after which a person's habits are taken to be known. */
const ENOUGH_TRANSFERS = 10;
const MOST_TO_ONE = 0.5;

/**
 * What a person's own coins and transfers suggest looking at. Facts and their consequences; nothing here
 * promises a gain.
 *
 * @throws {AppError} USER_NOT_FOUND
 */
export async function recommend(
  ctx: RequestContext,
  input: { readonly user_id: string; readonly use_llm: boolean },
): Promise<RecommendAnswer> {
  const { app } = ctx;
  const userId = input.user_id;
  const holdings = await readPersonBalance(app, input);
  const sinceMs = app.now() - DAYS * DAY_MS;
  const activity = await readPersonActivity(app.db, { userId, sinceMs });
  return {
    recommendations: recommendations(app, holdings, activity),
    confidence: activity.sent / (activity.sent + ENOUGH_TRANSFERS),
    ...await wordWithLlm(ctx, sayHoldings(holdings, activity), { useLlm: input.use_llm }),
    user_id: userId,
    user_balance: holdings.balance,
    staked_balance: holdings.staked_balance,
  };
}

function sayHoldings(holdings: Balance, activity: PersonActivity): string {
  const { sent, sentAmount, recipients, fees, received, receivedAmount } = activity;
  const people = recipients === 1 ? "1 recipient" : `${recipients} recipients`;
  return `${holdings.balance} TBC can be spent and ${holdings.staked_balance} TBC are staked. ` +
    `In ${DAYS} days ${sent} transfers took ${sentAmount} TBC to ${people}, with fees of ${fees} TBC, ` +
    `and ${received} transfers brought ${receivedAmount} TBC. ` +
    `The confidence is how much of a history there is, from ${sent} transfers.`;
}

function recommendations(app: App, holdings: Balance, activity: PersonActivity): string[] {
  const { config } = app;
  const minimum = String(config.minTransactionAmount);
  const said: string[] = [];
  const say = (when: boolean, text: string) => void (when && said.push(text));
  const spendable = new CoinAmount(holdings.balance);
  say(
    activity.pending > 0,
    `${activity.pending} of your transactions are pending, ${activity.pendingAmount} TBC with fees. ` +
      "Execute or cancel them: no coins are set aside for them.",
  );
  say(
    spendable.lt(activity.pendingAmount),
    "They need more than you can spend: those that are executed last will fail.",
  );
  say(spendable.lt(minimum), `You can spend less than ${minimum} TBC, the least that can be sent.`);
  say(
    new CoinAmount(activity.fees).gt(0),
    `A fee is ${config.transactionFeePercent} % of the amount: neither splitting nor gathering ` +
      "payments changes it.",
  );
  say(
    activity.recipients > 1 && new CoinAmount(activity.mostToOne).gt(
      new CoinAmount(activity.sentAmount).times(MOST_TO_ONE),
    ),
    `${activity.mostToOne} TBC of what you sent in ${DAYS} days went to one person. Check that you ` +
      "know who that is.",
  );
  say(
    new CoinAmount(holdings.staked_balance).gt(0),
    "Staked coins earn nothing by themselves and cannot be sent until they are unstaked.",
  );
  say(
    new CoinAmount(holdings.cooling_balance).gt(0),
    `${holdings.cooling_balance} TBC are unstaked and wait for the end of the cool-down.`,
  );
  say(
    new CoinAmount(holdings.forecast_stakes).gt(0),
    `${holdings.forecast_stakes} TBC are staked on forecasts until their hour closes.`,
  );
  say(said.length === 0, "Nothing asks for attention.");
  return said;
}
