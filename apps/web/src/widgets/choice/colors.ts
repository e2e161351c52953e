/** Colours that choices carry by name, as six hex digits. */
const named: Readonly<Record<string, string>> = {
  black: '12181a',
  blue: '2e6fd1',
  cyan: '27b1ae',
  gray: '849094',
  green: '0b7038',
  indigo: '3f51b5',
  orange: 'c2410c',
  pink: 'd6337c',
  purple: '663ab0',
  red: 'ae1f27',
  teal: '0a6877',
  white: 'ffffff',
  yellow: 'f0c400',
};

/** The colour of a choice as six hex digits; undefined when it has none that can be drawn. */
export function choiceHex(color: string | undefined): string | undefined {
  if (color === undefined) return undefined;
  return named[color] ?? /^#?([0-9a-f]{6})$/i.exec(color)?.[1];
}
