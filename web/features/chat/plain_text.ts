const ENTITIES: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

/** Undoes the escapes that marked puts into texts: here they become text nodes, not HTML. */
export function plainText(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity]!);
}

/** An answer for the clipboard: links as their words, struck numbers marked. */
export function copyText(markdown: string): string {
  return markdown.replace(/\[([^\]]*)\]\(fact:\w+\)/g, "$1").replace(
    /~~([^~]*)~~/g,
    "$1 (not in our figures)",
  );
}
