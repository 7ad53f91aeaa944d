/**
 * What names a place on a chain and not a person: addresses of wallets and contracts, hashes of
 * transactions and blocks. They are blanked before any detector that could take them for something.
 */
const CHAIN_REFERENCES = [
  /(?<!\w)0x[0-9a-fA-F]{6,64}(?!\w)/g,
  /(?<!\w)[0-9a-fA-F]{64}(?!\w)/g,
  /(?<!\w)(?:bc1|tb1|ltc1|addr1|cosmos1|osmo1|inj1|lnbc|celestia1)[0-9a-z]{20,}(?!\w)/g,
  /(?<!\w)[13][1-9A-HJ-NP-Za-km-z]{25,34}(?!\w)/g,
  /(?<!\w)(?=[1-9A-HJ-NP-Za-km-z]*[a-z])(?=[1-9A-HJ-NP-Za-km-z]*[A-Z])(?=[1-9A-HJ-NP-Za-km-z]*\d)[1-9A-HJ-NP-Za-km-z]{32,44}(?!\w)/g,
];

/** The text with chain references blanked, character for character, so that places stay the same. */
export function blankChainReferences(text: string): string {
  return CHAIN_REFERENCES.reduce(
    (rest, pattern) => rest.replace(pattern, (match) => " ".repeat(match.length)),
    text,
  );
}
