/** What tokens in a template's name, label or bay position stand for. */
export interface NamingContext {
  /** Position of the device in its virtual chassis; null when it is in none. */
  readonly vcPosition: number | null;
  /** Positions of the bays that hold the module, outermost first; null when a device is stamped, where `{module}` is plain text. */
  readonly bayPositions: readonly string[] | null;
}

/** A text with its tokens filled in, or why they can not be. */
export type ResolvedName = { readonly text: string } | { readonly problem: string };

const MODULE = '{module}';
const VC_POSITION = /\{vc_position(?::([^}]*))?\}/g;

/**
 * Fills in `{module}`, `{vc_position}` and `{vc_position:X}`.
 *
 * `{vc_position}` is the position in the virtual chassis, else X, else 0. One `{module}` is the position of the
 * bay that takes the module; several must be as many as bays are nested and are filled from the outermost in.
 * A bay position may hold `{module}` itself and then means the bay around it.
 */
export const resolveName = (template: string, context: NamingContext): ResolvedName => {
  const { vcPosition, bayPositions } = context;
  const text = template.replace(VC_POSITION, (_, other: string | undefined) => String(vcPosition ?? other ?? 0));
  if (bayPositions === null || !text.includes(MODULE)) return { text };
  const filled: string[] = [];
  for (const position of bayPositions) {
    const resolved = fillModule(position, filled);
    if ('problem' in resolved) return resolved;
    filled.push(resolved.text);
  }
  return fillModule(text, filled);
};

const fillModule = (text: string, positions: readonly string[]): ResolvedName => {
  const pieces = text.split(MODULE);
  const tokens = pieces.length - 1;
  if (tokens === 0) return { text };
  const used = tokens === 1 ? positions.slice(-1) : positions;
  if (used.length !== tokens) {
    return {
      problem: `"${text}" has ${tokens} {module} tokens but ${positions.length} nested bays; use one token, or one per bay.`,
    };
  }
  if (used.includes(''))
    return { problem: `"${text}" needs the position of the module bay, which is empty; set it on the bay.` };
  return { text: pieces.reduce((built, piece, index) => `${built}${used[index - 1] ?? ''}${piece}`) };
};
