/** One rule of new passwords, and whether a text meets it. */
export interface PasswordRule {
  readonly words: string;
  readonly met: boolean;
}

const MIN_LENGTH = 10;
/** A shorter name before the @ is in many good passwords by chance. */
const MIN_NAME_LENGTH = 4;

/** What a new password needs, as far as a page can say; the server knows the common ones. */
export function passwordRules(password: string, email: string): PasswordRule[] {
  const lower = password.toLowerCase();
  const name = email.trim().toLowerCase().split("@")[0] ?? "";
  const hasName = name.length >= MIN_NAME_LENGTH && lower.includes(name);
  return [
    // Code points, as a person counts letters.
    { words: `At least ${MIN_LENGTH} characters`, met: [...password].length >= MIN_LENGTH },
    { words: "Not made of the email address", met: password !== "" && !hasName },
  ];
}
