/** Hash of a question, keyed by the server's secret and without its case and spaces. */
export async function hashQuestion(key: CryptoKey, question: string): Promise<string> {
  const plain = question.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
  const digest = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(plain));
  return new Uint8Array(digest).toHex();
}
