import { z } from "zod";
import { userId } from "./user_id.ts";

/** Compared without regard to case; at most what SMTP allows. */
export const email = z.string().trim().max(254).regex(
  /^[^\s@"<>,;:\\\p{Cc}]{1,64}@[^\s@.\p{Cc}]+(\.[^\s@.\p{Cc}]+)+$/u,
  {
    error: "must be an email address such as name@example.com",
  },
);

export const role = z.enum(["user", "admin"]);

/** A password that is checked, not chosen: the rules of new ones do not apply. */
const givenPassword = z.string().min(1).max(1024);
/** Its rules are those of password_rules.ts, which names what is wrong. */
const newPassword = z.string().max(1024);
const time = z.string();

export const registerInput = z.object({
  email,
  password: newPassword,
  /** What others send coins to. Left out: one is made up that says nothing of the person. */
  user_id: userId.optional(),
});
/** The database takes no NUL, and a name with a line break would mislead in a list. */
const plainText = z.string().trim().regex(/^\P{Cc}*$/u, {
  error: "must not have control characters",
});
export const logInInput = z.object({ email: plainText.max(254), password: givenPassword });

/** A token for programs; a browser is given a session cookie by the same answer. */
export const tokenOutput = z.object({
  access_token: z.string(),
  token_type: z.literal("bearer"),
  /** Seconds. */
  expires_in: z.number().int(),
});
export type TokenAnswer = z.infer<typeof tokenOutput>;

export const startSessionInput = z.object({ api_key: z.string().trim().min(1).max(512) });

export const done = z.object({ success: z.literal(true), message: z.string() });
export type Done = z.infer<typeof done>;

/** Who is signed in, as the account page shows it. */
export const account = z.object({
  kind: z.enum(["person", "key"]),
  /** Null for a key that belongs to no person. */
  user_id: z.string().nullable(),
  /** Null for a key. */
  email: z.string().nullable(),
  role,
  /** The user id of a person; the name of a key. */
  name: z.string(),
  /** Null for a key that belongs to no person. */
  created_at: time.nullable(),
  password_changed_at: time.nullable(),
});
export type Account = z.infer<typeof account>;

/** For the page's frame: never refused, so that a visitor's console stays empty. */
export const statusOutput = z.object({
  account: account.nullable(),
  sign_up_open: z.boolean(),
  /** Whether reading needs someone signed in. */
  key_required: z.boolean(),
});
export type AuthStatus = z.infer<typeof statusOutput>;

/** The password may be left out within ten minutes after signing in. */
export const eraseInput = z.object({ password: givenPassword.optional() });

export const changePasswordInput = z.object({
  current_password: givenPassword,
  new_password: newPassword,
});

export const session = z.object({
  id: z.string(),
  created_at: time,
  last_seen_at: time,
  expires_at: time,
  user_agent: z.string(),
  /** True for the one that asks. */
  current: z.boolean(),
});
export type SessionView = z.infer<typeof session>;
export const sessionsOutput = z.object({ sessions: z.array(session) });
export const endSessionInput = z.object({ id: z.uuid() });

export const keyView = z.object({
  id: z.number().int(),
  /** The first characters of the key, by which it can be told apart. */
  prefix: z.string(),
  name: z.string().nullable(),
  role,
  user_id: z.string().nullable(),
  state: z.enum(["in_force", "expired", "revoked"]),
  created_at: time,
  expires_at: time.nullable(),
  revoked_at: time.nullable(),
  /** To the minute. */
  last_used_at: time.nullable(),
  /** The key that took its place when it was rotated. */
  replaced_by: z.number().int().nullable(),
});
export type KeyView = z.infer<typeof keyView>;

/** `all` shows everyone's keys, to an administrator; else one's own. */
export const listKeysInput = z.object({ all: z.boolean().default(false) }).default({ all: false });
export const keysOutput = z.object({ keys: z.array(keyView) });

const keyName = plainText.min(1).max(100);
export const createKeyInput = z.object({
  name: keyName,
  /** `admin` can be asked for by an administrator only. */
  role: role.default("user"),
  expires_days: z.number().int().min(1).max(3650).nullable().default(null),
  /** Whom it belongs to: by default oneself. An administrator may name another person, or nobody. */
  user_id: userId.nullable().optional(),
});
/** The number of a key; the database counts them in 32 bits. */
const keyId = z.number().int().min(1).max(2 ** 31 - 1);
export const rotateKeyInput = z.object({
  id: keyId,
  /** How long the old key still works; never longer than it would have. */
  overlap_hours: z.number().min(0).max(720).default(24),
});
export const revokeKeyInput = z.object({ id: keyId });

/** The only time the key itself is seen. */
export const newKeyOutput = z.object({ key: z.string(), view: keyView });
export type NewKey = z.infer<typeof newKeyOutput>;

export const personView = z.object({
  user_id: z.string(),
  email: z.string(),
  role,
  disabled: z.boolean(),
  created_at: time,
  /** The newest use of a session; null where there is none. */
  last_seen_at: time.nullable(),
});
export type PersonView = z.infer<typeof personView>;

export const listPeopleInput = z.object({
  /** A part of the email or of the user id. */
  search: plainText.max(254).default(""),
  limit: z.number().int().min(1).max(200).default(50),
  /** `next_cursor` of the page before. */
  cursor: userId.nullable().default(null),
}).prefault({});
export const peopleOutput = z.object({
  people: z.array(personView),
  next_cursor: z.string().nullable(),
  sign_up_open: z.boolean(),
});

export const createPersonInput = z.object({
  email,
  role: role.default("user"),
  user_id: userId.optional(),
  /** Left out: one is made up and shown once. */
  password: newPassword.optional(),
});
/** `password` is the one that was made up; null where it was given. */
export const createPersonOutput = z.object({
  person: personView,
  password: z.string().nullable(),
});
export const personInput = z.object({ user_id: userId });
export const setRoleInput = z.object({ user_id: userId, role });
export const personOutput = z.object({ person: personView });
/** The new password, shown once. Every session of the person has ended. */
export const resetPasswordOutput = z.object({ person: personView, password: z.string() });
export const setSignUpInput = z.object({ open: z.boolean() });
export const signUpOutput = z.object({ sign_up_open: z.boolean() });
