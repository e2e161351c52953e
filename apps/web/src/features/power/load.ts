import type { Row } from '../../catalogue/types.ts';

/** What hangs on something and what it has available, W. */
export interface Load {
  allocated: number;
  maximum: number;
  available: number;
}

/** Load of one leg; null stands for what is on no known leg. */
export interface LegLoad extends Load {
  leg: string | null;
}

/** How a load stands to what is available. */
export type LoadState = 'ok' | 'peak' | 'over';

/** Fields that say the load of a feed, panel or rack. */
export const loadFields = 'availablePower totalAllocatedDraw totalMaximumDraw legDraws';

/** Load of a row of a feed, panel or rack. */
export function loadOf(row: Row): Load {
  return {
    allocated: Number(row['totalAllocatedDraw'] ?? 0),
    maximum: Number(row['totalMaximumDraw'] ?? 0),
    available: Number(row['availablePower'] ?? 0),
  };
}

/** Loads of the legs of a row; none where nothing has three phases. */
export function legsOf(row: Row): LegLoad[] {
  const legs = (row['legDraws'] ?? []) as readonly (Omit<LegLoad, 'available'> & { available: number | null })[];
  return legs.map(({ leg, available, allocated, maximum }) => ({ leg, available: available ?? 0, allocated, maximum }));
}

/** Over with what is allocated, over only when everything draws its maximum, or neither. */
export function stateOf({ allocated, maximum, available }: Load): LoadState {
  if (allocated > available) return 'over';
  return maximum > available ? 'peak' : 'ok';
}

/** A power with its unit: `5,099 W`. */
export function watts(value: number): string {
  return `${value.toLocaleString('en')} W`;
}

/** A share of what is available, with one decimal; empty when nothing is. */
export function percent(part: number, available: number): string {
  if (available <= 0) return '';
  return `${((part / available) * 100).toLocaleString('en', { maximumFractionDigits: 1 })} %`;
}

/** What a state says beside its bar; empty while all is well. */
export function stateText(load: Load): string {
  const { allocated, maximum, available } = load;
  if (available <= 0) return '';
  switch (stateOf(load)) {
    case 'over':
      return `over by ${watts(allocated - available)}`;
    case 'peak':
      return `over by ${watts(maximum - available)} at maximum draw`;
    default:
      return '';
  }
}

/** A load as a sentence, for those who do not see the bar. */
export function loadText(load: Load): string {
  const { allocated, maximum, available } = load;
  const parts = [`${watts(allocated)} allocated`, `${watts(maximum)} at most`];
  if (available > 0) parts.push(`${watts(available)} available`, `${percent(allocated, available)} used`);
  const state = stateText(load);
  return [...parts, ...(state === '' ? [] : [state])].join(', ');
}

/** Widths of the parts of a bar in percent, and where it is full; null where the bar ends there. */
export function barParts({ allocated, maximum, available }: Load): {
  allocated: number;
  maximum: number;
  limit: number | null;
} {
  const scale = Math.max(available, allocated, maximum, 1);
  const share = (value: number): number => (value / scale) * 100;
  const limit = available > 0 && available < scale ? share(available) : null;
  return { allocated: share(allocated), maximum: share(Math.max(maximum, allocated)), limit };
}
