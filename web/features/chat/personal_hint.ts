/** Signs that a text may be personal: only then is the server asked, which knows better. */
const SIGNS: readonly RegExp[] = [
  /[@＠]|\b(?:at|dot|arroba)\b/i,
  // Five digits, in figures or in words.
  /(?:\p{Nd}\D*){5}|(?:\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b\W*){5}/iu,
  /[0-9a-f]{2,4}:[0-9a-f:]*:/i,
  // Letters with a space between each.
  /(?:\S ){6}/,
  // What is someone's own, or opens something.
  /(?<!\p{L})(?:my|mein\p{L}*|mi|mon|meu|me|i am|i'm|ich|je|soy|name|mr|mrs|ms|dr|herr|frau|dear|regards|signed|born|birth\w*|geb\p{L}*|né|d\.?o\.?b)(?!\p{L})/iu,
  /pass|\bpin\b|secret|seed|\bkey|_|bearer|contraseña|login|user|\bid\b|telegram|discord|insta|snap\b|box/i,
  // A house with its street.
  /\d+\p{L}?,? \p{L}|\p{L}{3} \d/u,
  // Words of twelve and more that are no sentence, and alphabets that a browser cannot judge.
  /(?:\p{Ll}{3,8} ){11}/u,
  /[\p{Script=Han}\p{Script=Cyrillic}\p{Script=Greek}]/u,
];

/** True where it is worth asking whether a text has personal data in it. */
export function mayBePersonal(text: string): boolean {
  return SIGNS.some((sign) => sign.test(text));
}

const NAMES: Readonly<Record<string, string>> = {
  email: "an e-mail address",
  phone: "a phone number",
  credit_card: "a card number",
  iban: "a bank account",
  national_id: "an identity number",
  ip_address: "an IP address",
  mac_address: "a hardware address",
  secret: "a password or a key",
  user_name: "a user name",
  street_address: "a street address",
  date_of_birth: "a date of birth",
  social_handle: "an account of a social network",
  person_name: "a person's name",
};

/** The warning before a text with personal data is sent. */
export function personalWarning(types: readonly string[]): string {
  const named = types.map((type) => NAMES[type] ?? "personal data");
  return `This looks like ${named.join(" and ")}. It would be refused: leave it out.`;
}
