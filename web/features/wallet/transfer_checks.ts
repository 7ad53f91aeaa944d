import type { Transfer } from "./wallet_data.ts";

/** What is wrong with a recipient before the server is asked; undefined where nothing is. */
export function recipientProblem(typed: string, sender: string): string | undefined {
  const id = typed.trim();
  if (id === "") return "Enter the user id of who gets the coins.";
  if (!/^[A-Za-z0-9_-]{1,100}$/.test(id)) {
    return "A user id has letters, digits, _ and - only, at most 100.";
  }
  return id === sender ? "This is your own user id. Enter someone else's." : undefined;
}

/** Whether two transfers are the same, so that what is known of one holds for the other. */
export function sameTransfer(left: Transfer | undefined, right: Transfer | undefined): boolean {
  if (!left || !right) return left === right;
  return left.from_user === right.from_user && left.to_user === right.to_user &&
    left.amount === right.amount;
}
