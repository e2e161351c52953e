import type { GraphqlRequest } from '../../api/client.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { UiEntity } from '../../catalogue/types.ts';
import { armSelection, contextField } from '../../generic/query/selection.ts';

/** Ports, whose own path is followed. */
const portTypes = [
  'ConsolePort',
  'ConsoleServerPort',
  'Interface',
  'PowerFeed',
  'PowerOutlet',
  'PowerPort',
  'FrontPort',
  'RearPort',
  'CircuitTermination',
];

/** What paths can end at or pass; types that the server lacks are left out. */
const endTypes = [...portTypes, 'PowerPanel', 'ProviderNetwork', 'Site', 'Location', 'Region', 'SiteGroup'];

/** Where the device of a port stands. */
function placeSelection(entity: UiEntity): string {
  const field = contextField(entity);
  return field?.target === 'dcim.Device' ? ` device { rack { display } position }` : '';
}

function endSelection(catalogue: Catalogue): string {
  const arms = endTypes.flatMap((type) => {
    const entity = catalogue.byType.get(type);
    return entity ? [`... on ${type} { ${armSelection(entity)}${placeSelection(entity)} }`] : [];
  });
  return `{ hidden object { __typename ${arms.join(' ')} } }`;
}

const linkSelection = `{
      kind hidden type label color status lengthM
      object {
        __typename
        ... on Cable { id number display cableType: type }
        ... on WirelessLink { id number display }
        ... on Circuit { id number display }
        ... on VirtualCircuit { id number display }
      }
    }`;

const traceSelection = `{
    origin { ...end }
    hops { near { ...end } links ${linkSelection} far { ...end } }
    destinations { ...end }
    isComplete isActive isSplit
    splitAt { ...end }
    length unknownLengths
  }`;

const fragment = (catalogue: Catalogue) => `fragment end on TraceEnd ${endSelection(catalogue)}`;

/** Most paths of one object that are read. */
export const pathLimit = 100;

/** Types whose own path is followed; of the others the paths that cross them are read. */
const origins = new Set([...portTypes, 'Cable']);

/** The paths of an object: its own, or those that cross it. */
export function traceRequest(catalogue: Catalogue, entity: UiEntity, id: string): GraphqlRequest {
  const object = { type: entity.name, id };
  if (origins.has(entity.type)) {
    return {
      query: `query Trace($from: ObjectRef!) {
  trace(from: $from) ${traceSelection}
}
${fragment(catalogue)}`,
      variables: { from: object },
    };
  }
  return {
    query: `query PathsThrough($object: ObjectRef!, $first: Int) {
  pathsThrough(object: $object, first: $first) { total nodes ${traceSelection} }
}
${fragment(catalogue)}`,
    variables: { object, first: pathLimit },
  };
}

/** Most ends of a blast radius that are listed. */
export const affectedLimit = 500;

/** What loses its connection when an object goes. */
export function affectedRequest(catalogue: Catalogue, entity: UiEntity, id: string): GraphqlRequest {
  return {
    query: `query AffectedBy($object: ObjectRef!, $first: Int) {
  affectedBy(object: $object, first: $first) {
    total hidden
    ends { ...end }
    devices { ends device { id number display } }
  }
}
${fragment(catalogue)}`,
    variables: { object: { type: entity.name, id }, first: affectedLimit },
  };
}
