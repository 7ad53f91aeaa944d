/** Signs that a text may be personal: only then is the server asked, which knows better. */
const SIGNS =
  /@|\d(?:[ .()-]?\d){6,}|\bpassword\b|\bmy (?:name|address|number|phone|mail|e-?mail|seed|key|card)\b|\bborn\b|\b\d+ \w+ (?:street|st|road|avenue|lane)\b/i;

/** True where it is worth asking whether a text has personal data in it. */
export function mayBePersonal(text: string): boolean {
  return SIGNS.test(text);
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
