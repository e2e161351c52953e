import type { GraphqlRequest } from '../../api/client.ts';
import { type Catalogue, fieldOf } from '../../catalogue/catalogue.ts';
import { objectName } from '../../catalogue/object-link.tsx';
import type { Connection, RefValue, Row, UiEntity } from '../../catalogue/types.ts';
import { fieldSelection, identity } from '../../generic/query/selection.ts';
import { arcContext } from '../../widgets/arc/cell.tsx';

/** Most ports of one kind that are read; the page limit of the API. */
export const portLimit = 1000;
/** Ends of one cable that are read: the largest breakout has nine. */
const endLimit = 12;

/** A cable as tables and drawings show it. */
export interface CableFacts extends RefValue {
  type: string | null;
  status: string | null;
  profile: string | null;
  /** Six hex digits. */
  color: string | null;
  /** With its unit, `2.5 m`; null when not recorded. */
  length: string | null;
}

/** What is at the other end of a cable: a port or a circuit's end, and what it belongs to. */
export interface FarEnd {
  row: Row;
  /** GraphQL type of the row. */
  type: string;
  /** The device, circuit or panel; null when there is none. */
  holder: RefValue | null;
}

/** One port of a device with its cable, if there is one. */
export interface PortLine {
  id: string;
  port: Row;
  entity: UiEntity;
  /** Connector as declared, `10gbase-x-sfpp`; null for kinds without one. */
  type: string | null;
  /** Counted as connected although no cable is recorded. */
  marked: boolean;
  disabled: boolean;
  cable: CableFacts | null;
  /** The end of the cable that is plugged in here. */
  end: 'A' | 'B' | null;
  far: FarEnd[];
}

/** Edges of a device whose rows take a cable. */
export function cabledEdges(catalogue: Catalogue, device: UiEntity) {
  return device.edges.flatMap((edge) => {
    const target = catalogue.byName.get(edge.target);
    return target && fieldOf(target, 'cable')?.kind === 'ref' ? [{ edge, target }] : [];
  });
}

/** Fields of a cable that every drawing needs. */
export function cableSelection(catalogue: Catalogue, cable: UiEntity): string {
  const own = ['label', 'type', 'status', 'profile', 'color', 'length', 'lengthUnit'].filter((name) =>
    fieldOf(cable, name),
  );
  const terminations = cable.edges.find((edge) => edge.name === 'terminations');
  const target = terminations && catalogue.byName.get(terminations.target);
  const end = target && fieldOf(target, 'termination');
  const ends = end
    ? `terminations(first: ${endLimit}) { nodes { id cableEnd ${fieldSelection(catalogue, end)} } }`
    : '';
  return `${identity} ${own.join(' ')} ${ends}`;
}

function portSelection(target: UiEntity, cable: string): string {
  const own = ['type', 'enabled', 'markConnected', 'cableEnd', 'positions'].filter((name) => fieldOf(target, name));
  return `${identity} ${own.join(' ')} cable { ${cable} }`;
}

/** Every port of a device that takes a cable; undefined when the server has no cables. */
export function portLinesRequest(catalogue: Catalogue, device: UiEntity, id: string): GraphqlRequest | undefined {
  const cable = catalogue.byName.get('dcim.Cable');
  const edges = cabledEdges(catalogue, device);
  if (!cable || edges.length === 0) return undefined;
  const selection = cableSelection(catalogue, cable);
  const lines = edges.map(
    ({ edge, target }) =>
      `    ${edge.name}(first: $first) { totalCount nodes { ${portSelection(target, selection)} } }`,
  );
  const mapped = device.edges.some((edge) => edge.name === 'portMappings');
  const mappings = mapped
    ? '    portMappings(first: $first) { nodes { frontPortPosition rearPortPosition frontPort { id } rearPort { id } } }\n'
    : '';
  return {
    query: `query Cabling($id: ID, $first: Int) {
  ${device.one}(id: $id) {
${lines.join('\n')}
${mappings}  }
}`,
    variables: { id, first: portLimit },
  };
}

/** A length with its unit: `2.5 m`; decimals without trailing zeros. */
export function lengthText(length: unknown, unit: unknown): string | null {
  if (length === null || length === undefined || length === '') return null;
  return `${Number(length).toLocaleString('en', { maximumFractionDigits: 2 })} ${String(unit ?? '')}`.trim();
}

const textOf = (row: Row, name: string): string | null => (row[name] as string | null | undefined) ?? null;

/** A cable row as it is shown. */
export function cableFacts(cable: Row): CableFacts {
  return {
    id: cable.id,
    number: cable.number,
    display: cable.display,
    type: textOf(cable, 'type'),
    status: textOf(cable, 'status'),
    profile: textOf(cable, 'profile'),
    color: textOf(cable, 'color'),
    length: lengthText(cable['length'], cable['lengthUnit']),
  };
}

/** What a port or another end of a cable is, from a polymorphic reference. */
export function endOf(row: Row): FarEnd {
  return { row, type: String(row['__typename']), holder: arcContext(row) };
}

function farEnds(cable: Row, portId: string): FarEnd[] {
  const ends = (cable['terminations'] as Connection | null | undefined)?.nodes ?? [];
  const here = ends.find((end) => (end['termination'] as Row | null)?.id === portId);
  return ends
    .filter((end) => end['cableEnd'] !== here?.['cableEnd'])
    .flatMap((end) => (end['termination'] as Row | null) ?? [])
    .map(endOf);
}

function lineOf(port: Row, entity: UiEntity): PortLine {
  const cable = port['cable'] as Row | null | undefined;
  const end = port['cableEnd'];
  return {
    id: port.id,
    port,
    entity,
    type: textOf(port, 'type'),
    marked: port['markConnected'] === true,
    disabled: port['enabled'] === false,
    cable: cable ? cableFacts(cable) : null,
    end: end === 'A' || end === 'B' ? end : null,
    far: cable ? farEnds(cable, port.id) : [],
  };
}

/** The ports of an answer, in the order of their edges. */
export function portLines(catalogue: Catalogue, device: UiEntity, row: Row | null): PortLine[] {
  if (!row) return [];
  return cabledEdges(catalogue, device).flatMap(({ edge, target }) => {
    const nodes = (row[edge.name] as Connection | null | undefined)?.nodes ?? [];
    return nodes.map((port) => lineOf(port, target));
  });
}

/** Edges of an answer that have more rows than were read, with their counts. */
export function cutEdges(catalogue: Catalogue, device: UiEntity, row: Row | null): { label: string; total: number }[] {
  return cabledEdges(catalogue, device).flatMap(({ edge, target }) => {
    const total = (row?.[edge.name] as Connection | null | undefined)?.totalCount ?? 0;
    return total > portLimit ? [{ label: target.plural, total }] : [];
  });
}

/** A far end in words, `PP-01 F12`. */
export function endText({ row, holder }: FarEnd): string {
  return [holder ? objectName(holder) : '', objectName(row)].filter(Boolean).join(' ');
}
