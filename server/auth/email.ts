/** The form in which emails are stored and compared: one account for `Jo@Example.com` and its kin. */
export function normalizeEmail(email: string): string {
  return email.normalize("NFKC").trim().toLowerCase();
}
