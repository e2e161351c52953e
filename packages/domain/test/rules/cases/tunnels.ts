import type { InputRow } from '@plumbline/engine';
import type { Plant } from '../../plant.ts';
import { many, named, type Effect, type Refusal } from '../case.ts';
import { devicesAt } from './devices.ts';

const L2VPN = 'vpn.L2vpn';
const LINK = 'wireless.WirelessLink';
const RADIO = 'ieee802.11ax';

const ike = (title: string, refused: Refusal['refused'], good: object, bad: object): Refusal => ({
  title,
  proves: 'vpn.ikepolicy.1',
  by: ['vpn.IkePolicy vpn.ikepolicy.1'],
  model: 'vpn.IkePolicy',
  slots: async (plant) => (_, fits) => ({ name: plant.name('ike'), ...(fits ? good : bad) }),
  refused,
});

const l2vpns = (plant: Plant, count: number, type: string): Promise<string[]> =>
  plant.all(
    L2VPN,
    many(count, () => ({ ...named(plant), type })),
  );

let vids = 0;

const vlans = (plant: Plant, count: number): Promise<string[]> =>
  plant.all(
    'ipam.Vlan',
    many(count, () => ({ name: plant.name('vlan'), vid: (++vids % 4094) + 1 })),
  );

const joined = async (plant: Plant, ids: readonly string[], ends: number): Promise<void> => {
  const free = await vlans(plant, ids.length * ends);
  await plant.all(
    'vpn.L2vpnTermination',
    free.map((id, at) => ({ l2vpn: ids[Math.floor(at / ends)], assignedObject: { vlan: { id } } })),
  );
};

const vpnCases: readonly Refusal[] = [
  ike('IKEv1 begins in a mode', ['mode', 'REQUIRED'], { ikeVersion: 1, mode: 'main' }, { ikeVersion: 1 }),
  ike('IKEv2 has no mode', ['mode', 'BAD_USER_INPUT'], { ikeVersion: 2 }, { ikeVersion: 2, mode: 'main' }),
  {
    title: 'an IPsec proposal encrypts or authenticates',
    proves: 'vpn.ipsecproposal.1',
    by: ['vpn.IpsecProposal vpn.ipsecproposal.1'],
    model: 'vpn.IpsecProposal',
    slots: async (plant) => (_, fits) => ({
      name: plant.name('proposal'),
      ...(fits && { authenticationAlgorithm: 'hmac-sha256' }),
    }),
    refused: ['encryptionAlgorithm', 'REQUIRED'],
  },
  {
    title: 'a point-to-point L2VPN joins two ends',
    proves: 'vpn.l2vpn.1',
    by: ['vpn.L2vpnTermination vpn.l2vpn.1'],
    model: 'vpn.L2vpnTermination',
    slots: async (plant, count) => {
      const full = await l2vpns(plant, count, 'vpws');
      const half = await l2vpns(plant, count, 'epl');
      await joined(plant, full, 2);
      await joined(plant, half, 1);
      const free = await vlans(plant, count);
      return (at, fits) => ({ l2vpn: fits ? half[at] : full[at], assignedObject: { vlan: { id: free[at] } } });
    },
    refused: ['l2vpn', 'POINT_TO_POINT_FULL'],
  },
  {
    title: 'an L2VPN of three ends does not become point-to-point',
    proves: 'vpn.l2vpn.1',
    by: ['vpn.L2vpn vpn.l2vpn.1.type'],
    model: L2VPN,
    verb: 'update',
    slots: async (plant, count) => {
      const wide = await l2vpns(plant, count, 'vpls');
      const narrow = await l2vpns(plant, count, 'vpls');
      await joined(plant, wide, 3);
      await joined(plant, narrow, 2);
      return (at, fits) => ({ id: fits ? narrow[at] : wide[at], type: 'ep-tree' });
    },
    refused: ['type', 'POINT_TO_POINT_FULL'],
  },
];

const radios = async (plant: Plant, count: number, type = RADIO): Promise<string[]> => {
  const [device] = await devicesAt(plant, 1);
  return plant.all(
    'dcim.Interface',
    many(count, () => ({ device, name: plant.name('wl'), type })),
  );
};

const link = (title: string, refused: Refusal['refused'], bad: (a: string, plain: string) => InputRow): Refusal => ({
  title,
  proves: 'wireless.wirelesslink.1',
  by: ['wireless.WirelessLink wireless.wirelesslink.1'],
  model: LINK,
  slots: async (plant, count) => {
    const [a, b] = [await radios(plant, count), await radios(plant, count)];
    const plain = await radios(plant, count, '1000base-t');
    return (at, fits) => ({
      interfaceA: a[at],
      interfaceB: b[at],
      ...(fits ? {} : bad(a[at] ?? '', plain[at] ?? '')),
    });
  },
  refused,
});

const radioCases: readonly Refusal[] = [
  link('a wireless link begins at a radio', ['interfaceA', 'BAD_USER_INPUT'], (_, plain) => ({ interfaceA: plain })),
  link('a wireless link ends at a radio', ['interfaceB', 'BAD_USER_INPUT'], (_, plain) => ({ interfaceB: plain })),
  link('a wireless link has two ends', ['interfaceB', 'BAD_USER_INPUT'], (a) => ({ interfaceB: a })),
  {
    title: 'an interface stays a radio while a wireless link ends there',
    proves: 'wireless.wirelesslink.1',
    by: ['dcim.Interface wireless.wirelesslink.1.type'],
    model: 'dcim.Interface',
    verb: 'update',
    slots: async (plant, count) => {
      const [a, b] = [await radios(plant, count * 2), await radios(plant, count)];
      await plant.all(
        LINK,
        b.map((interfaceB, at) => ({ interfaceA: a[at], interfaceB })),
      );
      return (at, fits) => ({ id: a[fits ? count + at : at], type: '1000base-t' });
    },
    refused: ['type', 'IN_USE'],
  },
  {
    title: 'the distance of a wireless link has a unit',
    proves: '_all.7',
    by: ['wireless.WirelessLink _all.7'],
    model: LINK,
    slots: async (plant, count) => {
      const [a, b] = [await radios(plant, count), await radios(plant, count)];
      return (at, fits) => ({
        interfaceA: a[at],
        interfaceB: b[at],
        distance: '2.5',
        distanceUnit: fits ? 'mi' : null,
      });
    },
    refused: ['distanceUnit', 'UNIT_REQUIRED'],
  },
];

/** Tunnels, L2VPNs and wireless links. */
export const tunnelCases: readonly Refusal[] = [...vpnCases, ...radioCases];

const linked = (
  title: string,
  proves: string,
  by: string,
  look: (ends: readonly string[]) => Omit<Awaited<ReturnType<Effect['act']>>, 'model' | 'inputs'>,
): Effect => ({
  title,
  proves,
  by,
  act: async (plant, count) => {
    const [a, b] = [await radios(plant, count), await radios(plant, count)];
    const inputs = a.map((interfaceA, at) => ({
      interfaceA,
      interfaceB: b[at],
      distance: '2.5',
      distanceUnit: 'mi',
    }));
    return { model: LINK, inputs, ...look([...a, ...b]) };
  },
});

const some = (): unknown => expect.any(String) as unknown;

/** What the rules of wireless links bring about. */
export const tunnelEffects: readonly Effect[] = [
  linked('the distance of a wireless link is kept in metres as well', '_all.7', `${LINK} _all.7.metres`, () => ({
    table: 'wireless_wireless_link',
    gives: () => ({ abs_distance_m: '4023.3600' }),
  })),
  linked(
    'a wireless link knows the devices of its ends',
    'wireless.wirelesslink.1',
    `${LINK} wireless.wirelesslink.1.devices`,
    () => ({
      table: 'wireless_wireless_link',
      gives: () => ({ interface_a_device_id: some(), interface_b_device_id: some() }),
    }),
  ),
  linked(
    'a wireless link shows on both its interfaces',
    'wireless.wirelesslink.1',
    `${LINK} wireless.wirelesslink.1.mirror`,
    (ids) => ({ table: 'dcim_interface', ids, gives: () => ({ wireless_link_id: some() }) }),
  ),
];
