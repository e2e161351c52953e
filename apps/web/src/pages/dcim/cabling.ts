import type { GraphqlRequest } from '../../api/client.ts';
import { type Catalogue, fieldOf } from '../../catalogue/catalogue.ts';
import type { Connection, RefValue, Row, UiEntity } from '../../catalogue/types.ts';
import { fieldSelection, identity } from '../../generic/query/selection.ts';

/** Most cabled ports a kind that the tab lists. */
const cabledLimit = 200;
/** Ends of one cable that are read: breakouts have several. */
const endLimit = 16;

/** A cabled port of a device, with its cable and what is at the other end. */
export interface CabledPort {
  port: RefValue;
  portEntity: UiEntity;
  cable: RefValue & { type: string | null; status: string | null };
  far: Row[];
}

function cableSelection(catalogue: Catalogue, cable: UiEntity): string {
  const own = ['type', 'status', 'color'].filter((name) => fieldOf(cable, name));
  const terminations = cable.edges.find((edge) => edge.name === 'terminations');
  const target = terminations && catalogue.byName.get(terminations.target);
  const end = target && fieldOf(target, 'termination');
  const ends = end
    ? `terminations(first: ${endLimit}) { nodes { id cableEnd ${fieldSelection(catalogue, end)} } }`
    : '';
  return `${identity} ${own.join(' ')} ${ends}`;
}

/** Edges of a device whose rows take a cable. */
export function cabledEdges(catalogue: Catalogue, device: UiEntity) {
  return device.edges.flatMap((edge) => {
    const target = catalogue.byName.get(edge.target);
    const cabled = target && fieldOf(target, 'cable')?.kind === 'ref';
    return cabled ? [{ edge, target }] : [];
  });
}

/** Every cabled port of a device; undefined when the server has no cables. */
export function cablingRequest(catalogue: Catalogue, device: UiEntity, id: string): GraphqlRequest | undefined {
  const cable = catalogue.byName.get('dcim.Cable');
  const edges = cabledEdges(catalogue, device);
  if (!cable || edges.length === 0) return undefined;
  const selection = cableSelection(catalogue, cable);
  const declared = edges.map(({ target }, index) => `$f${index}: ${target.type}Filter`);
  const lines = edges.map(
    ({ edge }, index) =>
      `    ${edge.name}(filter: $f${index}, first: $first) { nodes { ${identity} cable { ${selection} } } }`,
  );
  const filters = Object.fromEntries(edges.map((_, index) => [`f${index}`, { cable: { isNull: false } }]));
  return {
    query: `query Cabling($id: ID, $first: Int, ${declared.join(', ')}) {
  ${device.one}(id: $id) {
${lines.join('\n')}
  }
}`,
    variables: { id, first: cabledLimit, ...filters },
  };
}

function farEnds(cable: Row, portId: string): Row[] {
  const ends = (cable['terminations'] as Connection | null | undefined)?.nodes ?? [];
  const here = ends.find((end) => (end['termination'] as Row | null)?.id === portId);
  return ends
    .filter((end) => end['cableEnd'] !== here?.['cableEnd'])
    .flatMap((end) => (end['termination'] as Row | null) ?? []);
}

/** The cabled ports of an answer, in the order of their edges. */
export function cabledPorts(catalogue: Catalogue, device: UiEntity, row: Row | null): CabledPort[] {
  if (!row) return [];
  return cabledEdges(catalogue, device).flatMap(({ edge, target }) => {
    const nodes = (row[edge.name] as Connection | null | undefined)?.nodes ?? [];
    return nodes.flatMap((port) => {
      const cable = port['cable'] as (Row & CabledPort['cable']) | null;
      return cable ? [{ port, portEntity: target, cable, far: farEnds(cable, port.id) }] : [];
    });
  });
}

/** Jacket colour token of a cable type, as installers know them. */
export function jacketOf(type: string | null): string {
  if (type === null) return 'var(--dac)';
  if (type.startsWith('smf')) return 'var(--smf)';
  if (type.includes('om5')) return 'var(--om5)';
  if (type.includes('om4')) return 'var(--om4)';
  if (type.startsWith('mmf')) return 'var(--om3)';
  if (type.startsWith('cat') || type.startsWith('mrj21')) return 'var(--cu)';
  return type === 'power' ? 'var(--pwr)' : 'var(--dac)';
}
