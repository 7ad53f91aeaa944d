import { replaceInView, type View } from "./view.ts";

const DIGITS: Readonly<Record<string, string>> = {
  zero: "0",
  oh: "0",
  one: "1",
  two: "2",
  three: "3",
  four: "4",
  five: "5",
  six: "6",
  seven: "7",
  eight: "8",
  nine: "9",
  cero: "0",
  uno: "1",
  dos: "2",
  tres: "3",
  cuatro: "4",
  cinco: "5",
  seis: "6",
  siete: "7",
  ocho: "8",
  nueve: "9",
  null: "0",
  eins: "1",
  zwei: "2",
  drei: "3",
  vier: "4",
  sechs: "6",
  sieben: "7",
  acht: "8",
  neun: "9",
};
const WORD = `(?:${Object.keys(DIGITS).join("|")})`;
/** At least seven digits in words, one after the other; fewer are prices, counts and ratios. */
const RUN = new RegExp(
  `\\b(?:(?:double |triple )?${WORD}[\\s,-]+){6,}(?:double |triple )?${WORD}\\b`,
  "gi",
);

/** The view with runs of written-out digits as figures: `four one five …` is `415…`. */
export function writeSpokenDigits(view: View): View {
  return replaceInView(view, RUN, ([run]) => {
    let times = 1;
    let figures = "";
    for (const word of run.toLowerCase().split(/[\s,-]+/)) {
      if (word === "double" || word === "triple") times = word === "double" ? 2 : 3;
      else {
        figures += DIGITS[word]!.repeat(times);
        times = 1;
      }
    }
    return figures;
  });
}

/** Single characters with a space between each, `j o e @ …` or `4 1 5 …`. */
const SPACED = /(?<!\S)(?:\S ){6,}\S(?!\S)/g;

/** The view with spaced-out words and numbers closed up. */
export function closeSpacedOut(view: View): View {
  return replaceInView(view, SPACED, ([run]) => run.replaceAll(" ", ""));
}
