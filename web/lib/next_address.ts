/**
 * Where to go after signing in: only a path of this app. Anything that a browser could read as
 * another host leads to the start page.
 */
export function safeNext(asked: string | null | undefined): string {
  if (!asked || !/^\/(?![/\\])[^\\\s]*$/.test(asked)) return "/";
  return asked.startsWith("/sign-") ? "/" : asked;
}

/** The sign-in page, which leads back to where the reader was. */
export function signInAddress(here: string): string {
  const back = safeNext(here);
  return back === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(back)}`;
}
