const WORD = /[A-Za-z][A-Za-z0-9_]*/g;
const LABEL = /^get_(\w+)_display$/;
const KEPT = 500;

const known = new Map<string, ReadonlySet<string>>();

function readWords(source: string): ReadonlySet<string> {
  const words = new Set<string>();
  for (const [word] of source.matchAll(WORD)) {
    for (const part of word.split('__')) words.add(part);
    const labelled = LABEL.exec(word)?.[1];
    if (labelled !== undefined) words.add(labelled);
  }
  return words;
}

/** Every name a source could mean, also in texts such as `"site__name"`; a field outside can only be reached by a name that is computed. */
export function wordsOf(source: string): ReadonlySet<string> {
  const words = known.get(source) ?? readWords(source);
  if (known.size >= KEPT) known.clear();
  known.set(source, words);
  return words;
}
