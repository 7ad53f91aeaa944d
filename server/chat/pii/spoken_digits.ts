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
  fünf: "5",
  fuenf: "5",
  zéro: "0",
  un: "1",
  deux: "2",
  trois: "3",
  quatre: "4",
  cinq: "5",
  sept: "7",
  huit: "8",
  neuf: "9",
};
const WORD = `(?:${Object.keys(DIGITS).join("|")})`;
/** At least seven digits in words, one after the other; fewer are prices, counts and ratios. */
const RUN = new RegExp(
  `(?<!\\p{L})(?:plus )?(?:(?:double |triple )?${WORD}[\\s,-]+){6,}(?:double |triple )?${WORD}(?!\\p{L})`,
  "giu",
);

/** The view with runs of written-out digits as figures: `four one five …` is `415…`. */
export function writeSpokenDigits(view: View): View {
  return replaceInView(view, RUN, ([run]) => {
    let times = 1;
    let figures = "";
    for (const word of run.toLowerCase().split(/[\s,-]+/)) {
      if (word === "plus") figures += "+";
      else if (word === "double" || word === "triple") times = word === "double" ? 2 : 3;
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

/** Who counts spells nothing out. */
const COUNTING = /^1 2 3 4 5 6 /;

/** The view with spaced-out words and numbers closed up. */
export function closeSpacedOut(view: View): View {
  return replaceInView(view, SPACED, ([run]) => COUNTING.test(run) ? run : run.replaceAll(" ", ""));
}

/** Signs in brackets or in words that keep an address from being taken for one: `198[.]51[.]100[.]7`. */
const DEFANGED =
  /(?<=[\p{L}\p{N}])(?:\s*[[({]\s*(\.|dot|punkt|punto|at|@|ät|arroba)\s*[\])}]\s*|\s+(dot|punkt|punto|arroba)\s+)(?=[\p{L}\p{N}])/giu;

/** The view with addresses as they would be typed. */
export function undoDefanging(view: View): View {
  return replaceInView(
    view,
    DEFANGED,
    ([, bracketed, word]) => /^(?:at|@|ät|arroba)$/i.test(bracketed ?? word ?? "") ? "@" : ".",
  );
}
