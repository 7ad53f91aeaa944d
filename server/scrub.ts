/** Turns a text into one that may be written: nothing secret and nothing personal is in it. */
export type Scrub = (text: string) => string;

/** Secrets shorter than this would take ordinary words out of every line. */
const SHORTEST_SECRET = 6;

/** What has the shape of a secret or of personal data, whoever wrote it. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  // Passwords inside addresses: postgresql://user:password@host.
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"]*):[^\s/@"]+@/gi, "$1:[secret]@"],
  [/\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g, "[token]"],
  [/\bBearer\s+(?=[\w.~+/-]*\d)[\w.~+/=-]{8,}/gi, "Bearer [secret]"],
  [/\bpck_[0-9a-f]{12,}/g, "[key]"],
  [/\bsk-[\w-]{16,}/g, "[key]"],
  // The values that PostgreSQL quotes: "Key (email)=(…) already exists", "syntax for type uuid: …".
  [/(\([\w", ()]+\)=)\([^)]*\)/g, "$1([value])"],
  [
    /((?:syntax for type|value for enum|out of range:?|Failing row contains)[^"(]*)["(].*/g,
    "$1[value]",
  ],
  [/\b(person|user id) "[^"]*"/g, '$1 "[name]"'],
  [/[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b/gi, "[email]"],
  [/\+\d(?:[ ().-]?\d){7,14}\b/g, "[phone]"],
];

/**
 * Makes the last gate before a log: `secrets` by value, and whatever looks like a secret, an email
 * address or a phone number. What is logged should have none of it to begin with; errors of
 * libraries quote what they like.
 */
export function createScrub(secrets: readonly string[]): Scrub {
  // The longest first, or a part of another would leave the rest of it standing.
  const values = [...new Set(secrets.flatMap(asWritten))]
    .filter((value) => value.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
  return (text) => {
    let clean = text;
    for (const value of values) clean = clean.replaceAll(value, "[secret]");
    for (const [shape, name] of SHAPES) clean = clean.replace(shape, name);
    return clean;
  };
}

/** A value as it stands, inside a JSON text and inside an address. */
function asWritten(secret: string): string[] {
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)];
}
