import { stamp } from './stamp.ts';
import type { StampOptions } from './stamp.ts';
import type { InterfaceTemplate, TypeTemplates } from './stamp-types.ts';
import { STAMP_ORDER } from './stamp-types.ts';

const options = (rest: Partial<StampOptions> = {}): StampOptions => {
  let next = 0;
  return { vcPosition: null, bayPositions: null, newId: () => `c${++next}`, ...rest };
};

const port = <T extends object>(id: string, name: string, rest: T) => ({ id, name, label: null, type: null, ...rest });
const nic = (id: string, name: string, bridgeId: string | null = null): InterfaceTemplate => ({
  id,
  name,
  label: null,
  type: '1000base-t',
  enabled: true,
  mgmtOnly: false,
  poeMode: null,
  poeType: null,
  rfRole: null,
  bridgeId,
});
const panel = (id: string, name: string, positions = 1) => ({
  id,
  name,
  label: null,
  type: '8p8c',
  color: null,
  positions,
});
const fieldsOf = (drafts: readonly { fields: object }[]) => drafts.map(({ fields }) => fields);

describe('a new device', () => {
  test('gets components in the order of creation', () => {
    const ids: string[] = [];
    const templates: TypeTemplates = {
      inventoryItem: [
        {
          id: 'i',
          name: 'Fan',
          label: null,
          parentId: null,
          roleId: 'r',
          manufacturerId: 'm',
          partId: 'F-1',
          component: null,
        },
      ],
      interface: [nic('n', 'eth0')],
      consolePort: [port('c', 'con0', { type: 'rj-45' })],
      frontPort: [panel('f', 'F1')],
      rearPort: [panel('b', 'R1')],
      portMapping: [{ frontPortId: 'f', frontPortPosition: 1, rearPortId: 'b', rearPortPosition: 1 }],
      deviceBay: [{ id: 'd', name: 'Bay 1', label: 'top', enabled: true }],
      moduleBay: [{ id: 'm', name: 'Slot 1', label: null, position: '1', enabled: false }],
      powerOutlet: [port('o', 'out1', { color: null, feedLeg: 'A', powerPortId: 'p' })],
      powerPort: [port('p', 'psu1', { maximumDraw: 500, allocatedDraw: 300 })],
      consoleServerPort: [port('s', 'srv0', {})],
    };
    const stamped = stamp(templates, options({ newId: () => `c${ids.push('')}` }));
    expect(stamped.problems).toEqual([]);
    expect(STAMP_ORDER.map((kind) => stamped.drafts[kind].map(({ id }) => id).join())).toEqual(
      STAMP_ORDER.map((_, index) => `c${index + 1}`),
    );
    expect(fieldsOf(stamped.drafts.powerOutlet)).toEqual([
      { name: 'out1', label: null, type: null, color: null, feedLeg: 'A', powerPortId: 'c3' },
    ]);
    expect(fieldsOf(stamped.drafts.portMapping)).toEqual([
      { frontPortId: 'c7', frontPortPosition: 1, rearPortId: 'c6', rearPortPosition: 1 },
    ]);
    expect(fieldsOf(stamped.drafts.moduleBay)).toEqual([
      { name: 'Slot 1', label: null, position: '1', enabled: false },
    ]);
    expect(fieldsOf(stamped.drafts.inventoryItem)).toEqual([
      { name: 'Fan', label: null, parentId: null, roleId: 'r', manufacturerId: 'm', partId: 'F-1', component: null },
    ]);
  });

  test('of a type without templates gets none', () => {
    const stamped = stamp({}, options());
    expect(Object.values(stamped.drafts).flat()).toEqual([]);
  });

  test('carries its position in the virtual chassis in names and labels', () => {
    const stamped = stamp(
      { interface: [{ ...nic('n', 'Gi{vc_position}/0/1'), label: 'port {vc_position:x}' }] },
      options({ vcPosition: 2 }),
    );
    expect(fieldsOf(stamped.drafts.interface)).toMatchObject([{ name: 'Gi2/0/1', label: 'port 2' }]);
  });

  test('keeps tokens as text in device bays and inventory items', () => {
    const stamped = stamp(
      { deviceBay: [{ id: 'd', name: 'Bay {vc_position}', label: null, enabled: true }] },
      options({ vcPosition: 2 }),
    );
    expect(fieldsOf(stamped.drafts.deviceBay)).toMatchObject([{ name: 'Bay {vc_position}' }]);
  });

  test('has its bridges set after all interfaces, both ways if need be', () => {
    const stamped = stamp({ interface: [nic('1', 'a', '2'), nic('2', 'b', '1'), nic('3', 'c')] }, options());
    expect(stamped.bridges).toEqual([
      { interfaceId: 'c1', bridgeId: 'c2' },
      { interfaceId: 'c2', bridgeId: 'c1' },
    ]);
    expect(fieldsOf(stamped.drafts.interface)[0]).not.toHaveProperty('bridgeId');
  });

  test('is refused when two names meet after filling in', () => {
    const stamped = stamp({ interface: [nic('1', 'Gi{vc_position}'), nic('2', 'Gi0')] }, options());
    expect(stamped.problems).toEqual([
      { kind: 'interface', name: 'Gi0', message: 'Two templates give the name "Gi0"; rename one.' },
    ]);
  });

  test('has items below their parents and tied to components, whatever the order of rows', () => {
    const item = (
      id: string,
      name: string,
      parentId: string | null,
      component: { kind: 'interface'; id: string } | null = null,
    ) => ({
      id,
      name,
      label: null,
      parentId,
      roleId: null,
      manufacturerId: null,
      partId: null,
      component,
    });
    const rows = [
      item('3', 'optic', '2', { kind: 'interface', id: 'n' }),
      item('2', 'card', '1'),
      item('1', 'chassis', null),
      item('4', 'card', null),
      item('5', 'lost', '99'),
    ];
    const { drafts, problems } = stamp({ interface: [nic('n', 'eth0')], inventoryItem: rows }, options());
    expect(problems).toEqual([]);
    expect(fieldsOf(drafts.inventoryItem)).toMatchObject([
      { name: 'chassis', parentId: null },
      { name: 'card', parentId: null },
      { name: 'lost', parentId: null },
      { name: 'card', parentId: 'c2' },
      { name: 'optic', parentId: 'c5', component: { kind: 'interface', id: 'c1' } },
    ]);
  });
});

describe('a module', () => {
  const templates: TypeTemplates = {
    interface: [nic('1', 'xe-{module}/0', '2'), nic('2', 'xe-{module}/1')],
    powerPort: [port('p', 'psu-{module}', { maximumDraw: null, allocatedDraw: null })],
    powerOutlet: [port('o', 'out-{module}', { color: null, feedLeg: null, powerPortId: 'p' })],
    moduleBay: [{ id: 'b', name: 'Sub {module}', label: null, position: '{module}/1', enabled: true }],
  };
  const existing = (name: string, moduleId: string | null = null) => ({
    kind: 'interface' as const,
    id: `old-${name}`,
    name,
    moduleId,
  });

  test('takes the position of its bay', () => {
    const { drafts } = stamp(templates, options({ bayPositions: ['3'] }));
    expect(fieldsOf(drafts.interface)).toMatchObject([{ name: 'xe-3/0' }, { name: 'xe-3/1' }]);
    expect(fieldsOf(drafts.moduleBay)).toMatchObject([{ name: 'Sub 3', position: '3/1' }]);
  });

  test('is refused when the device has a component of that name', () => {
    const { problems } = stamp(templates, options({ bayPositions: ['3'], existing: [existing('xe-3/1')] }));
    expect(problems).toEqual([
      { kind: 'interface', name: 'xe-3/1', message: 'The device has "xe-3/1" already; adopt it or rename it.' },
    ]);
  });

  test('adopts components of the device and refers to them', () => {
    const { adopted, drafts, bridges, problems } = stamp(
      templates,
      options({ bayPositions: ['3'], adopt: true, existing: [existing('xe-3/1')] }),
    );
    expect(problems).toEqual([]);
    expect(adopted).toEqual([{ kind: 'interface', id: 'old-xe-3/1' }]);
    expect(fieldsOf(drafts.interface)).toMatchObject([{ name: 'xe-3/0' }]);
    expect(bridges).toEqual([{ interfaceId: 'c3', bridgeId: 'old-xe-3/1' }]);
  });

  test('adopts nothing that another module owns', () => {
    const { problems } = stamp(
      templates,
      options({ bayPositions: ['3'], adopt: true, existing: [existing('xe-3/1', 'm9')] }),
    );
    expect(problems.map(({ message }) => message)).toEqual([
      '"xe-3/1" belongs to another module of the device; rename it first.',
    ]);
  });

  test('makes nothing when it only adopts', () => {
    const { adopted, drafts } = stamp(
      templates,
      options({ bayPositions: ['3'], adopt: true, replicate: false, existing: [existing('xe-3/1')] }),
    );
    expect(adopted).toHaveLength(1);
    expect(Object.values(drafts).flat()).toEqual([]);
  });

  test('may have a bay named like one of the device', () => {
    const bays = [
      { kind: 'moduleBay' as const, id: 'b1', name: 'Sub 3', moduleId: null },
      { kind: 'moduleBay' as const, id: 'b2', name: 'Sub 3', moduleId: 'm9' },
    ];
    const own = stamp(templates, options({ bayPositions: ['3'], existing: bays }));
    expect([own.problems, own.drafts.moduleBay.length]).toEqual([[], 1]);
    const taken = stamp(templates, options({ bayPositions: ['3'], existing: bays, adopt: true }));
    expect(taken.adopted).toEqual([{ kind: 'moduleBay', id: 'b1' }]);
  });

  test('is refused when tokens and nesting differ', () => {
    const { problems } = stamp({ interface: [nic('1', 'xe-{module}/{module}')] }, options({ bayPositions: ['3'] }));
    expect(problems).toEqual([
      {
        kind: 'interface',
        name: 'xe-{module}/{module}',
        message: '"xe-{module}/{module}" has 2 {module} tokens but 1 nested bays; use one token, or one per bay.',
      },
    ]);
  });
});

test('a chassis of ten thousand ports is stamped at once', () => {
  const { drafts } = stamp(
    { interface: Array.from({ length: 10_000 }, (_, i) => nic(`t${i}`, `Gi{vc_position}/${i}`)) },
    options(),
  );
  expect(drafts.interface).toHaveLength(10_000);
});
