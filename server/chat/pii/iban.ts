import { passesMod97 } from "./checksums.ts";
import type { Span } from "./view.ts";

/** Length of the IBAN of each country (SWIFT's registry, release 99). */
const LENGTHS: ReadonlyMap<string, number> = new Map(
  ("AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 " +
    "DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 " +
    "IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 " +
    "MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 " +
    "SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30")
    .split(" ").map((entry) => [entry.slice(0, 2), Number(entry.slice(2))] as const),
);

/** Bank account numbers: country, its length, and the checksum all agree. */
export function* findIbans(text: string): Generator<Span> {
  for (const match of text.matchAll(/(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?=[ .-]?[A-Za-z0-9])/g)) {
    const length = LENGTHS.get(match[0].slice(0, 2).toUpperCase());
    const end = length === undefined ? null : endOf(text, match.index, length);
    if (end === null) continue;
    const iban = text.slice(match.index, end).replace(/[ .-]/g, "").toUpperCase();
    if (passesMod97(iban)) yield { start: match.index, end };
  }
}

/** Where `length` letters and digits end, single spaces, points and dashes left out; else null. */
function endOf(text: string, start: number, length: number): number | null {
  let count = 0;
  for (let place = start; place < text.length; place++) {
    if (/[A-Za-z0-9]/.test(text[place]!)) {
      count++;
      if (count === length) return /[A-Za-z0-9]/.test(text[place + 1] ?? "") ? null : place + 1;
    } else if (!/[ .-]/.test(text[place]!) || /[ .-]/.test(text[place + 1] ?? "")) return null;
  }
  return null;
}
