import {
  chainLedger,
  type TransactionalSql,
  verifyCandles,
  verifyLedger,
  verifyScores,
  verifySealedBook,
} from "../db/mod.ts";
import { verifyContests } from "./verify_contests.ts";

/**
 * Proves everything that can be proved of what is stored: the sealed book, its scores, the candles, the
 * ledger with its chain, and what staked forecasts earned.
 *
 * @returns a sentence for each
 * @throws Error naming the first wrong row
 */
export async function verifyDatabase(
  db: TransactionalSql,
  options: { readonly nowMs: number },
): Promise<string[]> {
  return [
    ...await proveBook(db),
    ...await proveCandles(db, options.nowMs),
    ...await proveLedger(db, options.nowMs),
    ...await proveContests(db),
  ];
}

async function proveBook(db: TransactionalSql): Promise<string[]> {
  const book = await verifySealedBook(db);
  if (book.firstWrong) {
    const { publicationId, symbol, what } = book.firstWrong;
    const where = symbol === null ? "" : `, the forecast of ${symbol}`;
    throw new Error(
      `The book of forecasts is wrong at publication ${publicationId}${where}. ${what}`,
    );
  }
  const scores = await verifyScores(db);
  if (scores.firstWrong) {
    const { publicationId, symbol, horizonHours } = scores.firstWrong;
    throw new Error(
      `The score of ${symbol} at hour ${horizonHours} of publication ${publicationId} does not ` +
        "follow from its forecast and its outcome.",
    );
  }
  const { publications, predictions } = book.checked;
  return [
    `${publications} publications with ${predictions} forecasts are as they were sealed.`,
    ...(book.head === null ? [] : [
      `The book ends with ${book.head}: note it down to prove later ` +
      "that nothing was cut off.",
    ]),
    `${scores.checked} scores follow from them.`,
  ];
}

async function proveCandles(db: TransactionalSql, nowMs: number): Promise<string[]> {
  const candles = await verifyCandles(db, { nowMs });
  if (candles.firstWrong) throw new Error(candles.firstWrong);
  return [`${candles.checked} candles are sound.`];
}

async function proveLedger(db: TransactionalSql, nowMs: number): Promise<string[]> {
  await chainLedger(db, { nowMs });
  const { checked, supply, head, firstWrong } = await verifyLedger(db);
  if (firstWrong) throw new Error(`The ledger is wrong. ${firstWrong}`);
  if (checked.accounts === 0) return [];
  return [
    `${checked.transactions} transactions with ${checked.entries} entries of the ledger are right, ` +
    `and its accounts hold ${supply} TBC.`,
    ...(head === null ? [] : [
      `Its chain ends with link ${head.position}, ${head.hash}: note it down to prove later that ` +
      "nothing was cut off.",
    ]),
  ];
}

async function proveContests(db: TransactionalSql): Promise<string[]> {
  const contests = await verifyContests(db);
  if (contests.firstWrong) throw new Error(contests.firstWrong);
  return contests.checked === 0
    ? []
    : [`${contests.checked} rounds of staked forecasts were paid what they earned.`];
}
