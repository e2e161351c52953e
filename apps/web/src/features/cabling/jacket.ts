/** What the colour of a cable is drawn from. */
export interface Jacketed {
  type: string | null;
  /** Six hex digits, when the cable's own colour is recorded. */
  color?: string | null;
}

function tokenOf(type: string | null): string {
  if (type === null) return 'var(--dac)';
  if (type.startsWith('smf')) return 'var(--smf)';
  if (type.includes('om5')) return 'var(--om5)';
  if (type.includes('om4')) return 'var(--om4)';
  if (type.startsWith('mmf')) return 'var(--om3)';
  if (type.startsWith('cat') || type.startsWith('mrj21')) return 'var(--cu)';
  return type === 'power' ? 'var(--pwr)' : 'var(--dac)';
}

/** CSS colour of a cable's jacket: the recorded one, else what installers know its type by. */
export function jacketOf({ type, color }: Jacketed): string {
  return color ? `#${color}` : tokenOf(type);
}
