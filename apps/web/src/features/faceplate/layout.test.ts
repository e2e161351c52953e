import { countStates, type FaceplatePort, isPhysical, layoutFaceplate, stripHeight, stripWidth } from './layout.ts';

function port(name: string, type = '25gbase-x-sfp28', more: Partial<FaceplatePort> = {}): FaceplatePort {
  return {
    id: name,
    number: 1,
    name,
    entity: 'dcim.Interface',
    type,
    state: 'free',
    mgmtOnly: false,
    color: null,
    ...more,
  };
}

function ports(count: number, prefix = 'Ethernet', type?: string): FaceplatePort[] {
  return Array.from({ length: count }, (_, index) => port(`${prefix}${index + 1}`, type));
}

describe('the faceplate', () => {
  test('odd ports stand above even ports', () => {
    const [first, second, third] = layoutFaceplate(ports(4)).ports;
    expect(first?.x).toBe(second?.x);
    expect(first?.y).toBeLessThan(second?.y ?? 0);
    expect(third?.y).toBe(first?.y);
    expect(third?.x).toBeGreaterThan(first?.x ?? 0);
  });

  test('port 2 comes before port 10', () => {
    const names = layoutFaceplate([port('Gi1/0/10'), port('Gi1/0/2')]).ports.map((placed) => placed.port.name);
    expect(names).toEqual(['Gi1/0/2', 'Gi1/0/10']);
  });

  test('a 48-port switch with uplinks and a management port fits into one strip', () => {
    const all = [
      ...ports(48),
      ...Array.from({ length: 8 }, (_, index) => port(`Ethernet${49 + index}/1`, '100gbase-x-qsfp28')),
      port('Management1', '1000base-t', { mgmtOnly: true }),
    ];
    const layout = layoutFaceplate(all);
    expect(layout.ports).toHaveLength(57);
    expect(layout.strips).toBe(1);
  });

  test('virtual and aggregated interfaces have no place', () => {
    expect(layoutFaceplate([port('Vlan10', 'virtual'), port('Po1', 'lag')]).ports).toEqual([]);
    expect(isPhysical('1000base-t')).toBe(true);
  });

  test('ports of a chassis go on in further strips', () => {
    const slots = [1, 2, 3, 4].flatMap((slot) => ports(48, `Gi${slot}/0/`));
    const layout = layoutFaceplate(slots);
    expect(layout.ports).toHaveLength(192);
    expect(layout.strips).toBeGreaterThan(2);
    expect(layout.height).toBe(layout.strips * stripHeight);
  });

  test('no port leaves the panel and no two overlap', () => {
    for (const count of [0, 1, 2, 7, 24, 48, 52, 96, 300]) {
      const layout = layoutFaceplate(ports(count));
      const seen = new Set<string>();
      for (const { x, y, width, height } of layout.ports) {
        expect(x).toBeGreaterThan(12);
        expect(x + width).toBeLessThan(stripWidth - 12);
        expect(y + height).toBeLessThan(layout.height);
        seen.add(`${x} ${y}`);
      }
      expect(seen.size).toBe(count);
    }
  });

  test('states are counted for ports with a place', () => {
    const layout = layoutFaceplate([
      port('a1', '1000base-t', { state: 'connected' }),
      port('a2'),
      port('v', 'virtual', { state: 'connected' }),
    ]);
    expect(countStates(layout)).toEqual({ connected: 1, planned: 0, disabled: 0, free: 1 });
  });
});
