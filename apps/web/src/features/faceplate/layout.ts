/** One port as the faceplate needs it. */
export interface FaceplatePort {
  id: string;
  number: number | null;
  name: string;
  /** Entity of the port, `dcim.Interface`. */
  entity: string;
  type: string;
  state: PortState;
  mgmtOnly: boolean;
  /** Stored colour of a front port, six hex digits. */
  color: string | null;
}

/** What is known about a port's cabling. */
export type PortState = 'connected' | 'planned' | 'disabled' | 'free';

/** Size and place of one port in the drawing, in drawing units. */
export interface PlacedPort {
  port: FaceplatePort;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A number printed beside the first port of a block. */
export interface BlockLabel {
  text: string;
  x: number;
  y: number;
}

/** A drawn front: one strip per unit of height needed. */
export interface FaceplateLayout {
  width: number;
  height: number;
  strips: number;
  ports: PlacedPort[];
  labels: BlockLabel[];
}

/** Width of a strip in drawing units; an ear takes `earWidth` at each end. */
export const stripWidth = 610;
/** Height of a strip in drawing units. */
export const stripHeight = 64;
/** Width of a mounting ear. */
export const earWidth = 12;

const portHeight = 13;
const portGap = 2;
const blockGap = 5;
const groupGap = 12;
const familyGap = 7;
const topRow = 17;
const bottomRow = 34;
/** Columns of two ports that stand together. */
const blockColumns = 6;

const logicalTypes = new Set(['virtual', 'lag', 'bridge', 'other-wireless']);

/** Whether a type of interface has a place on the front. */
export function isPhysical(type: string): boolean {
  return !logicalTypes.has(type) && !type.startsWith('ieee802.11') && !type.startsWith('ieee802.15');
}

/** Width in drawing units of a port of a type. */
export function portWidth(type: string): number {
  if (/qsfp|cfp|osfp|cxp|mpo/.test(type)) return 22;
  if (/^(lc|sc|st|fc|lsh|lx5|sma|cs|sn|mtrj|splice)/.test(type)) return 11;
  return 15;
}

interface Group {
  /** What all ports of the group share: purpose, size, slot. */
  key: string;
  /** The same without the slot: groups that look alike stand close. */
  family: string;
  width: number;
  ports: FaceplatePort[];
}

/** What stands before the last number of a name: `Ethernet3/` of `Ethernet3/12`. */
function namePrefix(name: string): string {
  return name.replace(/\d+\D*$/, '');
}

// Ports stay in the order given; a new group starts where slot, size or purpose changes.
function groupPorts(ports: readonly FaceplatePort[]): Group[] {
  const groups: Group[] = [];
  const ordered = [...ports.filter((port) => !port.mgmtOnly), ...ports.filter((port) => port.mgmtOnly)];
  for (const port of ordered) {
    const width = portWidth(port.type);
    const family = [port.entity, width, port.mgmtOnly, port.name.replace(/\d+/g, '#')].join();
    const key = family + namePrefix(port.name);
    const last = groups.at(-1);
    if (last?.key === key) last.ports.push(port);
    else groups.push({ key, family, width, ports: [port] });
  }
  return joinSingles(groups);
}

// `Ethernet49/1`, `Ethernet50/1`: the last number is a lane, and each port stands for a group.
function joinSingles(groups: readonly Group[]): Group[] {
  const joined: Group[] = [];
  for (const group of groups) {
    const last = joined.at(-1);
    const lanes = last && last.family === group.family && group.ports.length === 1 && last.key !== group.key;
    if (lanes && (last.ports.length === 1 || last.key === last.family)) {
      joined[joined.length - 1] = { ...last, key: last.family, ports: [...last.ports, ...group.ports] };
    } else {
      joined.push(group);
    }
  }
  return joined;
}

interface Pen {
  x: number;
  strip: number;
}

const firstX = earWidth + 10;
const lastX = stripWidth - earWidth - 10;

function blockX(group: Group, column: number): number {
  return column * (group.width + portGap) + Math.floor(column / blockColumns) * blockGap;
}

/** Columns of a group that still fit before the right ear. */
function columnsThatFit(group: Group, x: number): number {
  let columns = 0;
  while (x + blockX(group, columns) + group.width <= lastX) columns += 1;
  return columns;
}

function shortLabel(name: string): string {
  return /\d.*$/.exec(name)?.[0] ?? name;
}

/** The name with the digits counted as numbers, so that 2 stands before 10. */
const naturally = new Intl.Collator('en', { numeric: true });

/**
 * Places ports on a front of two rows, odd above even, in blocks of twelve.
 *
 * Ports that do not fit into one strip go on in the next. Logical interfaces have no place.
 */
export function layoutFaceplate(ports: readonly FaceplatePort[]): FaceplateLayout {
  const physical = ports
    .filter((port) => isPhysical(port.type))
    .sort((left, right) => naturally.compare(left.name, right.name));
  const layout: FaceplateLayout = { width: stripWidth, height: 0, strips: 1, ports: [], labels: [] };
  const pen: Pen = { x: firstX, strip: 0 };
  let before: Group | undefined;
  for (const group of groupPorts(physical)) {
    if (before && pen.x > firstX) pen.x += before.family === group.family ? familyGap : groupGap;
    placeGroup(layout, group, pen);
    before = group;
  }
  return { ...layout, strips: pen.strip + 1, height: (pen.strip + 1) * stripHeight };
}

function placeGroup(layout: FaceplateLayout, group: Group, pen: Pen): void {
  const rows = group.ports.length === 1 ? 1 : 2;
  let rest = group.ports;
  while (rest.length > 0) {
    const fit = columnsThatFit(group, pen.x);
    if (fit === 0 || (fit < 2 && rest.length > rows && pen.x > firstX)) {
      pen.strip += 1;
      pen.x = firstX;
      continue;
    }
    const part = rest.slice(0, fit * rows);
    placePart(layout, group, part, rows, pen);
    rest = rest.slice(part.length);
  }
}

function placePart(
  layout: FaceplateLayout,
  group: Group,
  part: readonly FaceplatePort[],
  rows: number,
  pen: Pen,
): void {
  const top = pen.strip * stripHeight;
  part.forEach((port, index) => {
    const x = pen.x + blockX(group, Math.floor(index / rows));
    const y = top + (index % rows === 0 ? topRow : bottomRow);
    layout.ports.push({ port, x, y, width: group.width, height: portHeight });
  });
  const [first, second] = part;
  if (first) layout.labels.push({ text: shortLabel(first.name), x: pen.x, y: top + topRow - 5 });
  if (second && rows === 2) {
    layout.labels.push({ text: shortLabel(second.name), x: pen.x, y: top + bottomRow + portHeight + 9 });
  }
  pen.x += blockX(group, Math.ceil(part.length / rows) - 1) + group.width;
}

/** How many ports are in each state; only ports with a place count. */
export function countStates(layout: FaceplateLayout): Record<PortState, number> {
  const counts = { connected: 0, planned: 0, disabled: 0, free: 0 };
  for (const { port } of layout.ports) counts[port.state] += 1;
  return counts;
}
