import type { Term } from "./glossary.ts";

/** What the words of this product mean. */
export const PRODUCT_MEANINGS: readonly Term[] = [
  {
    names: ["edge", "no edge"],
    meaning:
      'An **edge** is claimed on a coin only where its own record beats the naive forecast beyond chance, after correction for the number of coins. Without one the direction of a forecast is not better than a coin flip, and "no edge" says so; the range holds all the same.',
  },
  {
    names: ["naive forecast", "naive"],
    meaning:
      "The **naive forecast** says that the price stays where it is, with a range as wide as the coin usually moves. It is hard to beat, so every model is measured against it and replaced by it when it is worse.",
  },
  {
    names: ["confidence"],
    meaning:
      "The **confidence** of a forecast is the probability that its stated direction is right. Most of the time it is near one half, and that is what is shown.",
  },
  {
    names: ["range", "quantile", "9 times out of 10", "times out of 10", "nine times out of ten"],
    meaning:
      "The **range** of a forecast holds the price at that hour nine times out of ten. How often it really did is counted on the Record page.",
  },
  {
    names: ["tendency", "market tendency"],
    meaning:
      "The **tendency** names the market bullish, bearish, volatile, stable or consolidating by fixed thresholds over all coins followed. Its confidence is the share of earlier days with that name after which the next day agreed.",
  },
  {
    names: ["tb coin", "tbc"],
    meaning:
      "**TB Coin** (TBC) is the coin of this server's own ledger. It can be sent, staked and put on forecasts here; it is traded nowhere and has no price.",
  },
  {
    names: ["send coins", "transfer coins", "quick send", "move coins here"],
    meaning:
      "Coins of this server (TBC) are **sent** on the Wallet page: give the user id and the amount, and the page shows fee, rest and risk before anything moves. I cannot send any.",
  },
  {
    names: ["risk of a transfer", "transfer risk", "transfer judged", "risk score"],
    meaning:
      "The **risk of a transfer** is judged by rules and by an isolation forest that is trained each night on the ledger. The score comes with reasons whose weights add up to it.",
  },
  {
    names: [
      "fee for sending",
      "sending coins",
      "transfer fee",
      "fee of a transfer",
      "fees of a transfer",
    ],
    meaning:
      "Sending TBC costs a **fee** in percent of the amount, which goes back to the system; staking and receiving cost none. The Wallet page shows it before anything moves.",
  },
  {
    names: [
      "privacy",
      "my questions",
      "my data",
      "store about me",
      "know about me",
      "keep about me",
      "this conversation",
      "my conversations",
    ],
    meaning:
      "**Your questions** and their answers are kept so that you can read them again, until their time is over or you erase the conversation on the Chat page. Nobody else sees them, but for administrators in the log of questions. What looks personal is refused before anything is stored, and a question goes to a language model only where one is set up.",
  },
  {
    names: ["leaderboard", "contest", "forecast round", "stake on a forecast"],
    meaning:
      "In a **round** people stake TB Coin on a forecast of theirs. It is settled from a pool by proper scoring rules, beside the model and the crowd; the leaderboard says when skill cannot be told from luck.",
  },
];
