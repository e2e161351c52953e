import { fieldOf, type Catalogue } from '../../catalogue/catalogue.ts';
import type { Connection, Row, UiEntity } from '../../catalogue/types.ts';
import type { FaceplatePort, PortState } from '../../features/faceplate/layout.ts';
import { identity } from '../../generic/query/selection.ts';
import type { GraphqlRequest } from '../../api/client.ts';

/** Edges of a device whose rows have a place on its front. */
const portEdges = ['interfaces', 'frontPorts'];
/** Most ports drawn; a list shows the rest. */
const portLimit = 1000;

function has(entity: UiEntity, name: string): boolean {
  return fieldOf(entity, name) !== undefined;
}

function portSelection(catalogue: Catalogue, target: UiEntity): string {
  const own = ['name', 'type', 'enabled', 'mgmtOnly', 'markConnected'].filter((name) => has(target, name));
  const color = fieldOf(target, 'color')?.kind === 'color' ? 'portColor: color' : '';
  const cable = catalogue.byName.get('dcim.Cable');
  const cabled = cable && has(target, 'cable') ? `cable { ${identity} status }` : '';
  return `id number ${own.join(' ')} ${color} ${cabled}`;
}

/** Ports of one device for its faceplate; undefined when the server has none. */
export function faceplateRequest(catalogue: Catalogue, device: UiEntity, id: string): GraphqlRequest | undefined {
  const edges = device.edges.filter((edge) => portEdges.includes(edge.name));
  if (edges.length === 0) return undefined;
  const lines = edges.flatMap((edge) => {
    const target = catalogue.byName.get(edge.target);
    return target
      ? [`    ${edge.name}(first: $first) { totalCount nodes { ${portSelection(catalogue, target)} } }`]
      : [];
  });
  return {
    query: `query Faceplate($id: ID, $first: Int) {\n  ${device.one}(id: $id) {\n${lines.join('\n')}\n  }\n}`,
    variables: { id, first: portLimit },
  };
}

function stateOf(row: Row): PortState {
  const cable = row['cable'] as { status?: string } | null | undefined;
  if (cable) return cable.status === 'planned' ? 'planned' : 'connected';
  if (row['markConnected'] === true) return 'connected';
  return row['enabled'] === false ? 'disabled' : 'free';
}

/** The ports of an answer, front ports after interfaces. */
export function portsOf(device: UiEntity, row: Row | null): FaceplatePort[] {
  if (!row) return [];
  return portEdges.flatMap((name) => {
    const edge = device.edges.find((candidate) => candidate.name === name);
    const nodes = (row[name] as Connection | null | undefined)?.nodes ?? [];
    return nodes.map((port) => ({
      id: port.id,
      number: port.number,
      name: String(port['name'] ?? ''),
      entity: edge?.target ?? '',
      type: String(port['type'] ?? ''),
      state: stateOf(port),
      mgmtOnly: port['mgmtOnly'] === true,
      color: (port['portColor'] as string | null | undefined) ?? null,
    }));
  });
}
