const [QUOTE, BACKSLASH, COMMA] = [34, 92, 44];
const OPENING: ReadonlySet<number> = new Set([91, 123]);
const CLOSING: ReadonlySet<number> = new Set([93, 125]);

/** Position after a JSON string that begins at `at`. */
const afterString = (text: string, at: number): number => {
  for (let i = at + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === BACKSLASH) i++;
    else if (code === QUOTE) return i + 1;
  }
  return text.length;
};

/** Items of the JSON array that begins at `start`, each as its own text, so that no number loses digits on the way. */
export const splitItems = (text: string, start: number): string[] => {
  const items: string[] = [];
  let depth = 0;
  let begin = start + 1;
  for (let i = start; i < text.length; ) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      i = afterString(text, i);
      continue;
    }
    if (OPENING.has(code)) depth++;
    if (CLOSING.has(code)) depth--;
    if (depth === 0 || (depth === 1 && code === COMMA)) {
      if (i > begin) items.push(text.slice(begin, i));
      begin = i + 1;
    }
    if (depth === 0) return items;
    i++;
  }
  return items;
};
