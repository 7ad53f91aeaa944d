import { z } from "zod";

/**
 * What the ledger, paths and tables call a person: 1 to 100 of `A-Za-z0-9_-`. `__proto__` is none: as a
 * key of an object it is lost in JavaScript, and with it the balance of whoever was called so.
 */
export const userId = z.string().regex(/^(?!__proto__$)[A-Za-z0-9_-]{1,100}$/, {
  error: "must be 1 to 100 of A-Z, a-z, 0-9, _ and -, and not __proto__",
});
