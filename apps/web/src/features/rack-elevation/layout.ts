/** Face of a rack or a device. */
export type Face = 'front' | 'rear';

/** A rack's frame. */
export interface RackFrame {
  heightU: number;
  startingUnit: number;
  /** Unit 1 is at the top. */
  descending: boolean;
}

/** A device as the elevation needs it. */
export interface MountedDevice {
  id: string;
  number: number | null;
  name: string;
  /** Lowest unit taken, in steps of 0.5; null when it has no place in the rack. */
  positionU: number | null;
  heightU: number;
  face: Face | null;
  side: 'left' | 'right' | null;
  fullDepth: boolean;
  halfWidth: boolean;
  status: string;
  /** Model, shown where there is room. */
  model: string;
  /** Stored colour of the role, six hex digits. */
  color: string | null;
}

/** Units that somebody keeps free. */
export interface Reservation {
  id: string;
  number: number | null;
  units: readonly number[];
  label: string;
}

/** A device drawn in an elevation, in px from the top left of the units. */
export interface PlacedDevice {
  device: MountedDevice;
  /** Seen from its other side: it is mounted on the opposite face. */
  behind: boolean;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A run of reserved units. */
export interface PlacedReservation {
  reservation: Reservation;
  y: number;
  height: number;
}

/** One face of a rack, laid out. */
export interface ElevationLayout {
  width: number;
  height: number;
  /** Unit numbers with the top of their unit. */
  units: { unit: number; y: number }[];
  devices: PlacedDevice[];
  reservations: PlacedReservation[];
}

/** Height of a unit in px: a target of 24 px. */
export const unitPx = 24;
/** Width of the mounting space in px. */
export const slotPx = 232;

/** Distance in px from the top of the rack to the top of a run of units. */
function topOf(frame: RackFrame, positionU: number, heightU: number): number {
  const index = positionU - frame.startingUnit;
  return (frame.descending ? index : frame.heightU - index - heightU) * unitPx;
}

function isMounted(frame: RackFrame, device: MountedDevice): device is MountedDevice & { positionU: number } {
  if (device.positionU === null || device.heightU <= 0) return false;
  const index = device.positionU - frame.startingUnit;
  return index >= 0 && index + device.heightU <= frame.heightU;
}

function placeDevice(frame: RackFrame, device: MountedDevice & { positionU: number }, face: Face): PlacedDevice {
  const half = device.side !== null;
  const behind = (device.face ?? 'front') !== face;
  // Seen from behind, left and right change places.
  const atRight = half && (device.side === 'right') !== (face === 'rear');
  return {
    device,
    behind,
    x: atRight ? slotPx / 2 : 0,
    y: topOf(frame, device.positionU, device.heightU),
    width: half ? slotPx / 2 : slotPx,
    height: device.heightU * unitPx,
  };
}

function runs(units: readonly number[]): { from: number; length: number }[] {
  const sorted = [...new Set(units)].sort((left, right) => left - right);
  const found: { from: number; length: number }[] = [];
  for (const unit of sorted) {
    const last = found.at(-1);
    if (last && unit === last.from + last.length) last.length += 1;
    else found.push({ from: unit, length: 1 });
  }
  return found;
}

function placeReservations(frame: RackFrame, reservation: Reservation): PlacedReservation[] {
  const last = frame.startingUnit + frame.heightU - 1;
  const inside = reservation.units.filter((unit) => unit >= frame.startingUnit && unit <= last);
  return runs(inside).map(({ from, length }) => ({
    reservation,
    y: topOf(frame, from, length),
    height: length * unitPx,
  }));
}

/** Lays out one face: full-depth devices of the other face show from behind. */
export function layoutElevation(
  frame: RackFrame,
  devices: readonly MountedDevice[],
  reservations: readonly Reservation[],
  face: Face,
): ElevationLayout {
  const shown = devices
    .filter((device) => isMounted(frame, device))
    .filter((device) => (device.face ?? 'front') === face || device.fullDepth)
    .map((device) => placeDevice(frame, device as MountedDevice & { positionU: number }, face));
  const units = Array.from({ length: frame.heightU }, (_, index) => {
    const unit = frame.startingUnit + index;
    return { unit, y: topOf(frame, unit, 1) };
  });
  return {
    width: slotPx,
    height: frame.heightU * unitPx,
    units: units.sort((left, right) => left.y - right.y),
    devices: shown.sort((left, right) => left.y - right.y || left.x - right.x),
    reservations: reservations.flatMap((reservation) => placeReservations(frame, reservation)),
  };
}

/** Devices of the rack that take no unit: without position, without height, or outside the frame. */
export function unrackedDevices(frame: RackFrame, devices: readonly MountedDevice[]): MountedDevice[] {
  return devices.filter((device) => !isMounted(frame, device));
}

/** Units with nothing on either face, counted in halves. */
export function freeUnits(frame: RackFrame, devices: readonly MountedDevice[]): number {
  const taken = new Set<number>();
  for (const device of devices.filter((candidate) => isMounted(frame, candidate))) {
    const from = Math.round(((device.positionU ?? 0) - frame.startingUnit) * 2);
    for (let half = 0; half < device.heightU * 2; half += 1) taken.add(from + half);
  }
  return (frame.heightU * 2 - taken.size) / 2;
}
