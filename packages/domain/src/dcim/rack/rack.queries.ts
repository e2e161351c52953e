import { isHiddenField, isHiddenRow, type Row, type Work } from '@plumbline/engine';
import { parseInt4Range, type IdRange } from '@plumbline/net';
import { nameOf, numberOf, rowsById, rowsOf, textOf } from '../../lookup.queries.ts';
import type { RackFrame, RackSpace } from './rack-space.ts';

/** A rack as far as mounting in it goes. */
export interface RackFacts {
  readonly id: string;
  readonly name: string;
  readonly frame: RackFrame;
  /** Its units as messages tell them. */
  readonly units: string;
  /** The actor may not see it: no message says which of its units are free. */
  readonly isHidden: boolean;
}

/** A device that takes units of a rack. */
export interface Mounted {
  readonly id: string;
  readonly name: string;
  readonly rack: string;
  readonly space: RackSpace;
  /** The actor may not see it: neither name nor id is told. */
  readonly isHidden?: boolean;
}

const rangeOf = (row: Row, field: string): IdRange | null => {
  const text = textOf(row, field);
  return text === null ? null : parseInt4Range(text);
};

/** Space a stored device row takes, from its derived columns; null when it takes none. */
export const spaceOf = (row: Row): RackSpace | null => {
  const [halfUnits, faces, sides] = [
    rangeOf(row, 'rackHalfUnits'),
    rangeOf(row, 'rackFaces'),
    rangeOf(row, 'rackSides'),
  ];
  return halfUnits && faces && sides ? { halfUnits, faces, sides } : null;
};

/** Lowest unit and height of a rack row. */
export const frameOf = (rack: Row): RackFrame => ({
  startingUnit: numberOf(rack, 'startingUnit') ?? 1,
  heightU: numberOf(rack, 'uHeight') ?? 0,
});

/** The units of a rack row as messages tell them, `1-42`. */
export const unitsTold = (rack: Row): string => {
  if (isHiddenField(rack, 'startingUnit') || isHiddenField(rack, 'uHeight')) return 'others';
  const { startingUnit, heightU } = frameOf(rack);
  return `${startingUnit}-${startingUnit + heightU - 1}`;
};

const factsOf = (row: Row): RackFacts => ({
  id: String(row['id']),
  name: nameOf(row),
  frame: frameOf(row),
  units: unitsTold(row),
  isHidden: isHiddenRow(row),
});

/** How a device is called in messages about a rack. */
export const deviceName = (device: Row): string => {
  if (isHiddenRow(device)) return 'a device that you may not see';
  return textOf(device, 'name') ?? `an unnamed device (#${numberOf(device, 'number') ?? '?'})`;
};

/** A mounted device of a row; null when the row takes no units. */
export const mountedOf = (device: Row): Mounted | null => {
  const [rack, space] = [textOf(device, 'rack'), spaceOf(device)];
  if (rack === null || !space) return null;
  return { id: String(device['id']), name: deviceName(device), rack, space, isHidden: isHiddenRow(device) };
};

const SPACE_FIELDS = ['number', 'name', 'rack', 'rackHalfUnits', 'rackFaces', 'rackSides'];

/** Racks by id. */
export const racksById = async (work: Work, ids: readonly string[]): Promise<ReadonlyMap<string, RackFacts>> => {
  const rows = await rowsById(work, 'dcim.Rack', ids, ['name', 'uHeight', 'startingUnit']);
  return new Map([...rows].map(([id, row]) => [id, factsOf(row)]));
};

/** Devices that take units of the racks, except some. */
export const mountedIn = async (
  work: Work,
  racks: readonly string[],
  except: ReadonlySet<string> = new Set(),
): Promise<Mounted[]> => {
  const rows = await rowsOf(work, 'dcim.Device', 'rack', racks, SPACE_FIELDS);
  return rows.flatMap((row) => {
    const mounted = except.has(String(row['id'])) ? null : mountedOf(row);
    return mounted ? [mounted] : [];
  });
};
