import { Cron } from "croner";
import { resolve } from "@std/path";
import ipaddr from "ipaddr.js";
import { z } from "zod";

/** A text as it stands. */
export const text: z.ZodType<string, string> = z.string();

/** Where backups go: a folder, absolute from here on, or `s3://bucket/prefix`. */
export const backupTarget: z.ZodType<string, string> = z.string().transform((value, context) => {
  if (/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/[\w!.*'()/-]*)?$/.test(value)) return value;
  if (/^[a-z0-9]{2,}:/i.test(value)) {
    return refuse(context, "is neither a folder nor of the form s3://bucket/prefix");
  }
  return resolve(value);
});

/** Comma-separated texts, without blanks around them. */
export const textList: z.ZodType<string[], string> = z.string().transform((value) =>
  value.split(",").map((part) => part.trim()).filter((part) => part !== "")
);

/** Comma-separated addresses and networks, `10.0.0.0/8`. */
export const networks: z.ZodType<string[], string> = textList.transform((list, context) => {
  const wrong = list.find((part) => !ipaddr.isValid(part) && !ipaddr.isValidCIDR(part));
  if (wrong === undefined) return list;
  const message = `has "${wrong}", which is neither an address nor a network such as 10.0.0.0/8`;
  context.issues.push({ code: "custom", message, input: list });
  return z.NEVER;
});

/** `true` or `false`, also as `1`, `0`, `yes`, `no`, `on`, `off`, in any case. */
export const boolean: z.ZodType<boolean, string> = z.string().transform((value, context) => {
  const lower = value.toLowerCase();
  if (["true", "1", "yes", "on"].includes(lower)) return true;
  if (["false", "0", "no", "off"].includes(lower)) return false;
  return refuse(context, "is neither true nor false");
});

/** A whole number from `min` to `max`. */
export function integer(min: number, max: number): z.ZodType<number, string> {
  return z.string().transform((value, context) => {
    const number = /^[+-]?\d+$/.test(value) ? Number(value) : NaN;
    if (number >= min && number <= max) return number;
    return refuse(context, `is not a whole number from ${min} to ${max}`);
  });
}

/** A decimal number within the range; `exclusive` leaves `min` itself out. */
export function decimal(
  range: { readonly min: number; readonly max?: number; readonly exclusive?: boolean },
): z.ZodType<number, string> {
  const { min, max = Infinity, exclusive = false } = range;
  const bound = `${exclusive ? "above" : "of at least"} ${min}`;
  return z.string().transform((value, context) => {
    const number = /^[+-]?(\d+\.?\d*|\.\d+)$/.test(value) ? Number(value) : NaN;
    if ((exclusive ? number > min : number >= min) && number <= max) return number;
    const top = max === Infinity ? "" : ` and at most ${max}`;
    return refuse(context, `is not a number ${bound}${top}`);
  });
}

/** An amount of coins or a percentage as its text: at most 8 decimals, never a float. */
export function exactDecimal(
  range: { readonly max?: number; readonly exclusive?: boolean } = {},
): z.ZodType<string, string> {
  const { max, exclusive = false } = range;
  return z.string().transform((value, context) => {
    const isDecimal = /^\d{1,18}(\.\d{1,8})?$/.test(value);
    if (isDecimal && (!exclusive || /[1-9]/.test(value)) && (max ?? Infinity) >= +value) {
      return value;
    }
    const top = max === undefined ? "" : ` and at most ${max}`;
    const bound = exclusive ? "above 0" : "of at least 0";
    return refuse(context, `is not a decimal ${bound}${top} with at most 8 decimals`);
  });
}

/** One of the given words, in any case; the result is spelled as given here. */
export function oneOf<const T extends string>(...words: T[]): z.ZodType<T, string> {
  return z.string().transform((value, context) => {
    const found = words.find((word) => word.toLowerCase() === value.toLowerCase());
    return found ?? refuse(context, `is not one of ${words.join(", ")}`);
  });
}

/** The name of a host as it stands in an address, or an IP address. */
export const hostName: z.ZodType<string, string> = z.string().transform((value, context) => {
  const isName = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/i.test(value) &&
    URL.canParse(`https://${value}`);
  if (isName || ipaddr.isValid(value)) return value.toLowerCase();
  return refuse(context, "is not the name of a host, such as crypto-ai.local");
});

/** An http or https address, without a slash at its end. */
export const httpUrl: z.ZodType<string, string> = z.string().transform((value, context) => {
  const url = URL.parse(value);
  if (url !== null && /^https?:$/.test(url.protocol)) return value.replace(/\/+$/, "");
  return refuse(context, "is not an address that begins with http:// or https://");
});

/** Comma-separated http or https addresses, at least one. */
export const httpUrls: z.ZodType<string[], string> = textList.pipe(z.array(httpUrl).min(1));

/** Where a PostgreSQL server listens. */
export const postgresUrl: z.ZodType<string, string> = z.string().transform((value, context) => {
  const url = URL.parse(value);
  if (url !== null && /^postgres(ql)?:$/.test(url.protocol)) return value;
  return refuse(context, "is not an address that begins with postgresql://");
});

/** A secret of AWS Secrets Manager. */
export const secretArn: z.ZodType<string, string> = z.string().transform((value, context) => {
  const form = /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+$/;
  if (form.test(value)) return value;
  return refuse(context, "is not like arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME");
});

/** A day, `2024-05-31`, or a time in ISO 8601; as milliseconds since the epoch, UTC. */
export const date: z.ZodType<number, string> = z.string().transform((value, context) => {
  const isoLike = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(value);
  const ms = isoLike ? Date.parse(value) : NaN;
  // `Date.parse` rolls 2024-02-31 over to March in some engines: the day must come back as it was.
  const kept = !Number.isNaN(ms) &&
    (value.length > 10 || new Date(ms).toISOString().startsWith(value));
  return kept ? ms : refuse(context, "is not a date such as 2024-05-31");
});

/** Five fields of standard cron, UTC, Sunday is 0. */
export const cron: z.ZodType<string, string> = z.string().transform((value, context) => {
  const advice = "is not a schedule of five cron fields, such as 5 * * * *";
  if (value.split(/\s+/).length !== 5) return refuse(context, advice);
  try {
    new Cron(value, { paused: true });
    return value;
  } catch {
    return refuse(context, advice);
  }
});

function refuse(context: z.core.$RefinementCtx<string>, message: string): never {
  context.issues.push({ code: "custom", message, input: context.value });
  return z.NEVER;
}
