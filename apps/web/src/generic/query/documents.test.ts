import type { GraphqlRequest } from '../../api/client.ts';
import { indexCatalogue } from '../../catalogue/catalogue.ts';
import { customFieldsRequest } from '../../catalogue/custom-fields.ts';
import type { UiEntity } from '../../catalogue/types.ts';
import { passwordRequest } from '../../features/account/password.tsx';
import { membershipsRequest } from '../../features/account/organization-group.tsx';
import { revokeAllRequest, revokeSessionsRequest, sessionsRequest } from '../../features/account/sessions.ts';
import { permissionsRequest, revokeRequest, tokenRequest, tokensRequest } from '../../features/account/tokens.ts';
import { administratorRequest } from '../../features/members/administrator.ts';
import {
  addRequest,
  reachFilter,
  removeRequest,
  securityFilter,
  signInRequest,
} from '../../features/members/requests.ts';
import { delegableRequest, inviteRequest } from '../../features/permissions/invite.ts';
import { recordsRequest, revertersRequest } from '../../features/history/records.ts';
import { revertRequest } from '../../features/history/revert.ts';
import { revertJobRequest } from '../../features/history/undo-dialog.tsx';
import { previewRequest } from '../../features/permissions/preview.ts';
import { bulkRequest } from '../../features/cabling/requests.ts';
import { affectedRequest, traceRequest } from '../../features/trace/trace-request.ts';
import { searchRequest } from '../../frame/omnibox-items.tsx';
import { portLinesRequest } from '../../features/cabling/port-lines.ts';
import { faceplateRequest } from '../../pages/dcim/ports.ts';
import { rackRequest } from '../../pages/dcim/rack-rows.ts';
import { operatorsOf } from '../../widgets/operators.ts';
import { historyRequest } from '../detail/history.tsx';
import {
  countRequest,
  createRequest,
  deleteRequest,
  detailRequest,
  exportRequest,
  listRequest,
  namesRequest,
  pickerRequest,
  totalsRequest,
  updateRequest,
  updateWhereRequest,
} from './documents.ts';
import { tokenFilter } from './filter.ts';
import { faults, schema } from './schema-faults.fixture.ts';
import { schemaCatalogue } from './schema-catalogue.fixture.ts';

const catalogue = indexCatalogue(schemaCatalogue(schema));
const { entities } = catalogue;

function readRequests(entity: UiEntity): GraphqlRequest[] {
  const ask = {
    entity,
    fields: entity.fields,
    counts: entity.edges.map(({ name }) => ({ edge: name })),
    filter: { number: { gte: 0 } },
    orderBy: [{ field: 'number', direction: 'DESC' as const }],
    first: 100,
  };
  return [
    listRequest(catalogue, { ...ask, offset: 200, query: '"leaf"' }),
    exportRequest(catalogue, { ...ask, after: 'c' }),
    countRequest(ask),
    countRequest({ entity }),
    detailRequest(catalogue, entity, '27'),
    detailRequest(catalogue, entity, '0197a3c2-0000-7000-8000-000000000000'),
    pickerRequest({ entity, query: '"ams"' }),
    pickerRequest({ entity, filter: { number: { eq: 1 } }, recent: { number: { in: [1, 2] } } }),
    namesRequest([{ entity, ids: ['0197a3c2-0000-7000-8000-000000000000'] }]),
    historyRequest(entity, '0197a3c2-0000-7000-8000-000000000000', 10),
  ];
}

function writeRequests(entity: UiEntity): GraphqlRequest[] {
  const bulk = { entity, filter: { id: { in: ['x'] } }, expectedCount: 1, dryRun: true, changes: 10 };
  return [
    createRequest(entity, []),
    updateRequest(entity, [{ id: 'x', rowVersion: 1 }]),
    updateWhereRequest({ ...bulk, set: {} }),
    deleteRequest(bulk),
  ];
}

describe('generated documents', () => {
  test('the schema has the entities the pages are made for', () => {
    expect(entities.length).toBeGreaterThan(40);
    for (const type of ['Device', 'Rack', 'Interface', 'FrontPort', 'Cable', 'IpAddress', 'CustomField', 'Tag']) {
      expect(catalogue.byType.has(type)).toBe(true);
    }
  });

  test.each(entities.map((entity) => [entity.type, entity] as const))('every read of %s is valid', (_, entity) => {
    expect(readRequests(entity).flatMap(faults)).toEqual([]);
  });

  test.each(entities.filter((entity) => !entity.readOnly).map((entity) => [entity.type, entity] as const))(
    'every write of %s is valid',
    (_, entity) => {
      expect(writeRequests(entity).flatMap(faults)).toEqual([]);
    },
  );

  test('the pages of devices and racks ask what the schema has', () => {
    const named = indexCatalogue({
      hash: '',
      entities: entities.map((entity) => ({ ...entity, name: `dcim.${entity.type}` })).map(withDcimTargets),
    });
    const device = named.byType.get('Device') as UiEntity;
    const rack = named.byType.get('Rack') as UiEntity;
    const requests = [
      faceplateRequest(named, device, 'x'),
      portLinesRequest(named, device, 'x'),
      rackRequest(named, rack, 'x'),
    ];
    for (const request of requests) {
      expect(request).toBeDefined();
      expect(request && faults(request)).toEqual([]);
    }
    expect(portLinesRequest(named, device, 'x')?.query).toContain('terminations');
  });

  test('bulk changes of cables are asked for as the schema has them', () => {
    const ports = { kind: 'interface', ids: ['x'] };
    expect(faults(bulkRequest('cableConnect', { a: ports, b: ports }, { dryRun: true }))).toEqual([]);
    expect(faults(bulkRequest('cableMove', [{ from: ports, to: ports }], { dryRun: true }))).toEqual([]);
    expect(faults(bulkRequest('cableDisconnect', { ports: [ports] }, { mode: 'PER_ROW' }))).toEqual([]);
  });

  test('paths and what hangs on an object are asked for as the schema has them', () => {
    const named = indexCatalogue({ hash: '', entities });
    const [port, circuit] = ['Interface', 'Circuit'].map((type) => named.byType.get(type) as UiEntity);
    for (const entity of [port, circuit]) expect(entity && faults(traceRequest(named, entity, 'x'))).toEqual([]);
    expect(circuit && faults(affectedRequest(named, circuit, 'x'))).toEqual([]);
  });

  test('search, totals, custom fields and what people do to their account are valid', () => {
    const named = { username: 'ann', email: 'ann@example.org', firstName: null, lastName: null };
    const invitation = { ...named, parent: 'x', name: 'y', objectTypes: ['dcim.Site'], actions: ['view'] };
    const open = { description: 'x', expires: null, writeEnabled: true, bulk: false };
    const narrow = { ...open, allowedIps: ['192.0.2.0/24'], permissions: ['x'] };
    for (const request of [
      customFieldsRequest,
      membershipsRequest,
      tokensRequest,
      permissionsRequest,
      administratorRequest('x'),
      addRequest('ann'),
      delegableRequest,
      inviteRequest(invitation),
      removeRequest('x'),
      signInRequest('x', '2026-05-31T12:00:00Z'),
      ...(['user', 'group'] as const).map((kind) => previewRequest({ kind, id: 'x' })),
      tokenRequest(narrow),
      revokeRequest('x'),
      ...[null, 'x'].flatMap((user) => [sessionsRequest(user), revokeAllRequest(user)]),
      revokeSessionsRequest(['x']),
      passwordRequest('old', 'new'),
      recordsRequest({ changeSet: { id: { eq: 'x' } } }, 5, true),
      revertersRequest('x'),
      revertRequest({ verb: 'changeSetRevert', id: 'x' }, true),
      revertRequest({ verb: 'objectRestore', id: 'x' }, false, 'a slip'),
      revertJobRequest({ verb: 'changeSetRevert', id: 'x' }, ''),
    ])
      expect(faults(request)).toEqual([]);
    expect(faults(namesRequest(entities.slice(0, 3).map((entity) => ({ entity, ids: ['x', 'y'] }))))).toEqual([]);
    expect(faults(searchRequest({ words: 'leaf' }))).toEqual([]);
    expect(faults(totalsRequest(entities))).toEqual([]);
  });

  test('what reaches a user, and what the security log says of one, are filters of their types', () => {
    const permission = catalogue.byType.get('ObjectPermission') as UiEntity;
    const event = catalogue.byType.get('SecurityEvent') as UiEntity;
    expect(faults(countRequest({ entity: permission, filter: reachFilter('x') }))).toEqual([]);
    expect(faults(countRequest({ entity: event, filter: securityFilter('x') }))).toEqual([]);
  });

  test('no value is written into a document', () => {
    const request = listRequest(catalogue, {
      entity: catalogue.byType.get('Device') as UiEntity,
      fields: [],
      filter: { name: { eq: 'secret-value' } },
      first: 7,
    });
    expect(request.query).not.toContain('secret-value');
    expect(request.query).not.toContain('7');
  });
});

function withDcimTargets(entity: UiEntity): UiEntity {
  const dcim = (target: string) => `dcim.${target}`;
  return {
    ...entity,
    edges: entity.edges.map((edge) => ({ ...edge, target: dcim(edge.target) })),
    fields: entity.fields.map((field) => ({
      ...field,
      ...(field.target ? { target: dcim(field.target) } : {}),
      ...(field.targets ? { targets: field.targets.map(({ arm, target }) => ({ arm, target: dcim(target) })) } : {}),
    })),
  };
}

const sampleOf: Readonly<Record<string, string>> = {
  int: '7',
  intChoice: '19',
  intList: '7',
  bool: 'true',
  decimal: '1.5',
  bigint: '12',
  asn: '65001',
  date: '2026-05-31',
  dateTime: '2026-05-31T12:00:00Z',
  ipHost: '192.0.2.1/24',
  ipCidr: '192.0.2.0/24',
};

describe('filters that the filter bar can make', () => {
  test.each(entities.map((entity) => [entity.type, entity] as const))('every operator of %s is valid', (_, entity) => {
    const tokens = [...entity.fields, ...entity.edges].flatMap((field) => {
      if ('filter' in field && !field.filter) return [];
      const target = catalogue.byName.get(field.target ?? '');
      return operatorsOf(field, target).map(({ op, values }) => {
        const arm = 'targets' in field ? field.targets?.[0]?.arm : undefined;
        const numeric = ['family', 'length'].includes(op) || op.startsWith('count') || field.kind === 'idRanges';
        const sample = numeric ? '4' : (arm ?? sampleOf[field.kind] ?? (target ? '#1' : 'x'));
        return { path: field.name, op, values: values ?? (op === 'between' ? [sample, sample] : [sample]) };
      });
    });
    const filters = tokens.map((token) => tokenFilter(catalogue, entity, token));
    expect(tokens.filter((_token, index) => filters[index] === undefined)).toEqual([]);
    expect(faults(countRequest({ entity, filter: { and: filters } }))).toEqual([]);
  });
});
