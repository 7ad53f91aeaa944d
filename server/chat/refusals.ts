import type { PiiType } from "./pii/find_personal_data.ts";

const NAMES: Readonly<Record<PiiType, string>> = {
  email: "an e-mail address",
  phone: "a phone number",
  credit_card: "a card number",
  iban: "a bank account number",
  national_id: "an identity number",
  ip_address: "an IP address",
  mac_address: "a hardware address",
  secret: "a password, a key or the words of a wallet",
  user_name: "a user name",
  street_address: "a street address",
  date_of_birth: "a date of birth",
  social_handle: "an account of a social network",
  person_name: "the name of a person",
};

/** Says what kind of personal data was found, without repeating it. */
export function refusePersonalData(types: readonly PiiType[]): string {
  const named = [...new Set(types)].map((type) => NAMES[type]);
  const listed = named.length > 1
    ? `${named.slice(0, -1).join(", ")} and ${named.at(-1)}`
    : named[0] ?? "personal data";
  return `Your question seems to contain ${listed}. It was not sent anywhere and not stored. ` +
    "Leave that out and ask again; for the market it makes no difference.";
}

/** Says what this analyst is for. */
export function refuseTopic(): string {
  return "I only know about cryptocurrencies, their markets and this product. Ask for instance: " +
    '"Which coins are expected to rise?", "How sure is the forecast for ETH?", "What moved the ' +
    'market today?"';
}
