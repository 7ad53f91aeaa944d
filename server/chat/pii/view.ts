import { plainDigits } from "../check/plain_digits.ts";

/**
 * A text as the detectors see it, with where each of its characters stands in the text that was
 * given: what is found in a tidied text can then be cut out of the original.
 */
export interface View {
  readonly text: string;
  /** For each UTF-16 unit of `text`, the first unit of the source it came from. */
  readonly starts: readonly number[];
  /** For each UTF-16 unit of `text`, the unit after the last of the source it came from. */
  readonly ends: readonly number[];
}

/** A piece of the source, `[start, end)` in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Zero-width, joining, direction marks and soft hyphens: they hide a pattern from a reader of bytes. */
const INVISIBLE =
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]/u;

/** Cyrillic and Greek letters that look like Latin ones (Unicode TR 39, the part that mail and names use). */
const LOOKALIKES: Readonly<Record<string, string>> = Object.fromEntries([
  ..."аaеeоoрpсcуyхxіiјjѕsԁdһhԛqԝwвbкkмmнnтtАAВBЕEКKМMНHОOРPСCТTУYХXІIЈJЅS".matchAll(/../gu),
  ..."αaοoνvρpιiκkυuεeΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX".matchAll(/../gu),
].map(([pair]) => [...pair] as [string, string]));

/**
 * The text without what is invisible, in compatibility form (NFKC), with the digits of all scripts
 * as ours.
 *
 * @param latin true to have lookalike letters as Latin ones; a text in Cyrillic or Greek is then no
 * longer readable
 */
export function normaliseText(source: string, latin = true): View {
  const view = { text: "", starts: [] as number[], ends: [] as number[] };
  let place = 0;
  for (const point of source) {
    const end = place + point.length;
    if (!INVISIBLE.test(point)) {
      const plain = plainForm(point, latin);
      view.text += plain;
      for (let unit = 0; unit < plain.length; unit++) {
        view.starts.push(place);
        view.ends.push(end);
      }
    }
    place = end;
  }
  return view;
}

const DASHES = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/u;
const SPACES = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/u;

function plainForm(point: string, latin: boolean): string {
  if (point < "\u0080") return point;
  if (DASHES.test(point)) return "-";
  if (SPACES.test(point)) return " ";
  const form = point.normalize("NFKC");
  if (/^\p{Nd}$/u.test(form)) return plainDigits(form);
  return latin ? LOOKALIKES[form] ?? form : form;
}

/** The view with each match of `pattern` (with flag `g`) replaced by what `replace` makes of it. */
export function replaceInView(
  view: View,
  pattern: RegExp,
  replace: (match: RegExpMatchArray) => string,
): View {
  const next = { text: "", starts: [] as number[], ends: [] as number[] };
  let place = 0;
  const keep = (end: number) => {
    next.text += view.text.slice(place, end);
    next.starts.push(...view.starts.slice(place, end));
    next.ends.push(...view.ends.slice(place, end));
  };
  for (const match of view.text.matchAll(pattern)) {
    keep(match.index);
    const span = sourceSpan(view, { start: match.index, end: match.index + match[0].length });
    const text = replace(match);
    next.text += text;
    for (let unit = 0; unit < text.length; unit++) {
      next.starts.push(span.start);
      next.ends.push(span.end);
    }
    place = match.index + match[0].length;
  }
  keep(view.text.length);
  return next;
}

/** Where a piece of the view stands in the source. */
export function sourceSpan(view: View, { start, end }: Span): Span {
  return { start: view.starts[start] ?? 0, end: view.ends[end - 1] ?? 0 };
}
