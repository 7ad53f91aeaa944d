/**
 * A sign for a number in our digits: `９` and `٩` are `9`, `½` is `1/2`, `⑨` is `9`. Anything else stays
 * as it is.
 */
export function plainDigits(sign: string): string {
  const form = sign.normalize("NFKC").replace("\u2044", "/");
  return /^\p{Nd}$/u.test(form) ? digitOf(form) : form;
}

/** Each script has its ten digits in a row, from zero on (Unicode 4.6). */
function digitOf(point: string): string {
  const code = point.codePointAt(0)!;
  let value = 0;
  while (value < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(code - value - 1))) value++;
  return String(value);
}
