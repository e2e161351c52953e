import type { Row } from '@plumbline/engine';
import { deviceSpace, halfUnitsOf, rackSpaceColumns, type Mount, type RackSpace } from '../rack/rack-space.ts';

/** How a device lies in its rack, from its row and that of its type; positions and heights in half units. */
export const mountOf = (device: Row, type: Row | undefined): Mount => ({
  positionHalfU: typeof device['position'] === 'string' ? halfUnitsOf(device['position']) : null,
  heightHalfU: typeof type?.['uHeight'] === 'string' ? (halfUnitsOf(type['uHeight']) ?? 0) : 0,
  face: device['face'] === 'front' || device['face'] === 'rear' ? device['face'] : null,
  isFullDepth: type?.['isFullDepth'] !== false,
  width: type?.['width'] === 'half' ? 'half' : 'full',
  side: device['side'] === 'left' || device['side'] === 'right' ? device['side'] : null,
});

/** Space a device takes; null when it is in no rack or takes no units. */
export const placementOf = (device: Row, type: Row | undefined): RackSpace | null =>
  typeof device['rack'] === 'string' ? deviceSpace(mountOf(device, type)) : null;

/** Values of the three derived columns; all null for no space. */
export const spaceColumns = (space: RackSpace | null): Readonly<Record<string, string | null>> => {
  const columns = space && rackSpaceColumns(space);
  return {
    rackHalfUnits: columns?.halfUnits ?? null,
    rackFaces: columns?.faces ?? null,
    rackSides: columns?.sides ?? null,
  };
};
