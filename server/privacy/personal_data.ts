import type { Sql } from "../../db/mod.ts";
import { ACCOUNT_DATA } from "./account_data.ts";
import { ALERT_DATA } from "./alert_data.ts";
import { AUDIT_DATA } from "./audit_data.ts";
import { CHAT_DATA } from "./chat_data.ts";
import { COIN_DATA } from "./coin_data.ts";
import { CONSENT_DATA } from "./consent_data.ts";
import { CONTEST_DATA } from "./contest_data.ts";
import { MODEL_COST_DATA } from "./model_cost_data.ts";

/** The person that is erased, and what rows that stay call them from then on. */
export interface ErasedPerson {
  readonly userId: string;
  /** `erased_…`, random: nothing leads from it back to the person. */
  readonly pseudonym: string;
  readonly nowMs: number;
}

/** What one part of the product holds of a person. */
export interface PersonalData {
  /** The name of its section in an export. */
  readonly section: string;
  /** Everything held, in words a person understands; secrets and their hashes stay out. */
  collect(db: Sql, userId: string): Promise<unknown>;
  /** Removes it, or puts the pseudonym in place of the person where rows have to stay. */
  erase(tx: Sql, person: ErasedPerson): Promise<void>;
}

/**
 * Every part that holds something of a person, in the order in which it is erased: the account is last,
 * since others point to it. A new module adds its entry here.
 */
export const PERSONAL_DATA: readonly PersonalData[] = [
  COIN_DATA,
  CONTEST_DATA,
  CHAT_DATA,
  MODEL_COST_DATA,
  ALERT_DATA,
  AUDIT_DATA,
  CONSENT_DATA,
  ACCOUNT_DATA,
];
