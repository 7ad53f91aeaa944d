import nlp from "compromise";
import type { Span } from "./view.ts";

const WORD = "\\p{Lu}[\\p{L}'’-]+";
const NAME = `${WORD}(?:[ \\t]+(?:${WORD}|\\p{Lu}\\.?(?!\\p{L}))){0,2}`;
/** Words that introduce a person; the name itself must be written with a capital. */
const INTRODUCED = new RegExp(
  "(?:\\b[Mm]y (?:full |first |last |real |legal )?name(?:'s| is|:)|\\b[Mm]e llamo|\\b[Mm]i nombre es|\\b[Mm]ein [Nn]ame ist|" +
    "\\b[Ii]ch hei(?:ß|ss)e|\\b[Jj]e m'appelle|\\b[Mm]on nom est|\\b[Mm]i chiamo|\\b[Mm]eu nome é|\\b[Mm]e chamo|\\b[Ii]k heet|" +
    "\\b[Jj]ag heter|\\b[Jj]eg heter|\\b[Nn]azywam się|(?<!\\p{L})[Мм]еня зовут|" +
    `\\b[Ii](?:'m| am) called|\\b[Nn]ame\\s*:|\\b[Tt]his is(?= \\p{Lu}\\p{L}+ (?:speaking|here|from)))\\s+(${NAME})`,
  "gu",
);
/** In small letters too, where nothing else can follow; up to a word that goes on with the sentence. */
const INTRODUCED_SMALL =
  /(?<!\p{L})(?:my (?:full |first |last |real |legal )?name(?:'s| is)|me llamo|mein name ist|je m'appelle|ich heiße)\s+(\p{L}{2,}(?:\s+(?!(?:and|und|et|y|i|is|ist|what|will|but|from|the|can|how|should)(?!\p{L}))\p{L}{2,})?)/giu;
const NOT_A_NAME =
  /^(?:not|no|important|irrelevant|secret|private|unknown|on|in|nobody|none|public|the|a|an|of|too|very|already|registered|hidden|nicht|egal)(?!\p{L})/iu;
/** "I am Peter Novak": two words in capitals of which the first is known as a name. */
const I_AM =
  /(?:\b[Ii](?: am|'m|’m)|\b[Jj]e suis|\b[Ii]ch bin|\b[Ss]oy|\b[Ss]ono|\b[Ii]k ben|\b[Ss]ou)\s+(\p{Lu}[\p{Ll}'’-]+\s+\p{Lu}[\p{L}'’-]+)/gu;
const TITLED = new RegExp(
  "(?<!\\p{L})(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herrn?|Frau|Señora?|Sr|Sra|Mme|Mlle|Monsieur|Madame|Sig|Signora)\\.?\\s+" +
    `(?:Dr\\.?\\s+)?(${NAME})`,
  "gu",
);
const GREETED = new RegExp(
  `(?:^|[\\n.!?]\\s*)(?:Dear|Hi|Hello|Hey)\\s+(${NAME})(?=\\s*(?:[,.!\\n]|$))`,
  "gu",
);
const SIGNED = new RegExp(
  `(?:(?:[Ss]igned|[Yy]ours(?: truly)?|[Rr]egards|[Gg]rüße|[Ss]aludos|[Cc]ordialement),\\s*(?=${WORD}\\s+${WORD})|(?:[Rr]egards|[Ss]incerely|[Cc]heers|[Bb]est|[Tt]hanks|[Ww]eekend|[Gg]reetings)[,.!]?\\s*\\n+\\s*(?:--\\s*)?)(${NAME}\\.?)`,
  "gu",
);
const DASHED = new RegExp(`\\n--\\s*(${NAME}\\.?)`, "gu");
const ALONE = /\n\s*\n\s*(\p{Lu}\p{L}+)\s*\n/gu;

/** Someone of the writer's own life, or something that only a person has. */
const RELATED =
  /\b(?:my|our|his|her|their)\s+(?:\w+\s+)?(?:wife|husband|partner|friend|boss|colleague|neighbou?r|brother|sister|mother|father|mom|mum|dad|son|daughter|uncle|aunt|cousin|client|customer|patient|employee|landlord|ex|accountant|lawyer|doctor)\b/i;
const POSSESSION =
  /(?:'s|’s)\s+(?:phone|address|email|account|password|wallet|salary|birthday|balance|holdings|number|house|tax|medical|bank)\b/i;
/** What is greeted without being a person. */
const NOT_A_PERSON =
  /^(?:all|there|everyone|team|sir|madam|support|friends?|guys|bot|assistant|ai|crypto|bitcoin|ethereum|satoshi|acme|customer|dear|hi|hello|luna|ada|sol|doge|link|this|that|what|how|why|is|can|the|please|just|subject)\b/i;
const COMPANY = /\b(?:support|team|inc|ltd|llc|gmbh|corp|bank|exchange|service|customer)\b/i;
/** Known by their surname alone behind a title. */
const PUBLIC_SURNAMES =
  /^(?:nakamoto|buterin|musk|powell|gensler|saylor|zhao|bankman-fried|armstrong|trump|biden|yellen|lagarde|warren|buffett|dimon|fink|wood|wright|kwon|sun|garlinghouse|hoskinson|dorsey|atkins|bukele|milei|peirce|hester peirce|bitcoin|crypto|market|goxx)$/i;
/** Spoken of in public because of what they do in this market: naming them tells nothing private. */
const PUBLIC_FIGURES =
  /\b(?:satoshi nakamoto|vitalik buterin|hal finney|nick szabo|elon musk|michael saylor|changpeng zhao|sam bankman|bankman-fried|brian armstrong|gary gensler|craig wright|jack dorsey|donald trump|joe biden|jerome powell|janet yellen|warren buffett|charles hoskinson|gavin wood|do kwon|justin sun|brad garlinghouse|cathie wood|larry fink|jamie dimon|adam back|andreas antonopoulos|charlie lee|anatoly yakovenko|bill gates|mark zuckerberg|paul atkins|nayib bukele)\b/i;

/**
 * Names of people, where the text says that they are someone's own: introduced, greeted, signed, or
 * tied to the writer. A name alone is not personal: the market is full of public ones.
 */
export function* findPersonNames(text: string): Generator<Span> {
  for (const pattern of [INTRODUCED, GREETED, SIGNED, DASHED]) yield* named(text, pattern);
  yield* named(text, INTRODUCED_SMALL, (name) => !NOT_A_NAME.test(name));
  yield* named(text, I_AM, (name) => isFirstName(name.split(/\s/)[0]!));
  yield* named(text, TITLED, (name) => !PUBLIC_SURNAMES.test(name));
  if (/\n\s*\n/.test(text)) yield* named(text, ALONE, (name) => isFirstName(name));
  if (RELATED.test(text) || POSSESSION.test(text)) yield* relatedPeople(text);
}

function* named(
  text: string,
  pattern: RegExp,
  accept: (name: string) => boolean = () => true,
): Generator<Span> {
  for (const match of text.matchAll(pattern)) {
    const name = match[1]!;
    if (NOT_A_PERSON.test(name) || COMPANY.test(name) || PUBLIC_FIGURES.test(name)) continue;
    if (!accept(name)) continue;
    const end = match.index + match[0].length;
    yield { start: end - name.length, end };
  }
}

function isFirstName(word: string): boolean {
  return nlp(word).has("#FirstName");
}

/** The people that the tagger sees in a text that speaks of someone's own life. */
function* relatedPeople(text: string): Generator<Span> {
  const people = nlp(text).people().json({ offset: true }) as {
    text: string;
    offset: { start: number; length: number };
  }[];
  for (const { text: name, offset } of people) {
    if (PUBLIC_FIGURES.test(name) || NOT_A_PERSON.test(name) || !/\p{Lu}/u.test(name)) continue;
    yield { start: offset.start, end: offset.start + offset.length };
  }
}
