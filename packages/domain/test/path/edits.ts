import type { InputRow, Outcome, SavedIds } from '@plumbline/engine';
import {
  CABLE_PROFILES,
  compatibleKinds,
  connectorsOf,
  type TerminationKind,
} from '../../src/dcim/cable/cable-compatibility.ts';
import { PORT_MODELS, type PortArm } from '../../src/dcim/component-models.ts';
import type { Plant } from '../plant.ts';
import type { Chance } from './chance.ts';
import type { Room } from './plant-room.ts';
import type { Raw, RawTables } from './raw.ts';

type Edit = (desk: EditDesk) => Promise<Outcome<SavedIds>> | null;

/** What an edit works on. */
export interface EditDesk {
  readonly plant: Plant;
  readonly chance: Chance;
  readonly room: Room;
  readonly tables: RawTables;
}

const idOf = (row: Raw): string => String(row['id']);
const rowsOf = ({ tables }: EditDesk, type: string): readonly Raw[] => tables.get(type) ?? [];
const anyOf = (desk: EditDesk, type: string): string | null => {
  const rows = rowsOf(desk, type);
  return rows.length === 0 ? null : idOf(desk.chance.one(rows));
};

/** Mostly ports without a cable, so that most cables can be made. */
const portsOf = (desk: EditDesk, kind: TerminationKind, count: number): { arm: PortArm; id: string }[] => {
  const taken = desk.chance.is(0.05);
  const rows = rowsOf(desk, PORT_MODELS[kind]).filter(
    (row) => taken || (row['cable_id'] === null && !/virtual|802/.test(String(row['type']))),
  );
  return desk.chance.some(rows, count).map((row) => ({ arm: kind, id: idOf(row) }));
};

const KINDS = (Object.keys(PORT_MODELS) as PortArm[]).flatMap((kind) =>
  kind === 'frontPort' || kind === 'rearPort' ? [kind, kind, kind, kind] : kind === 'interface' ? [kind, kind] : [kind],
);

const STATUSES = ['connected', 'connected', 'connected', 'planned', 'decommissioning'];

const profileOf = (chance: Chance): string | null => (chance.is(0.55) ? null : chance.one(CABLE_PROFILES));

const countOf = (chance: Chance, profile: string | null, side: 'A' | 'B'): number => {
  if (profile === null) return chance.is(0.8) ? 1 : 2;
  const most = connectorsOf(profile, side)?.length ?? 1;
  return chance.is(0.7) ? most : 1 + chance.below(most);
};

const endsFor = (desk: EditDesk, profile: string | null): InputRow => {
  const a = desk.chance.one(KINDS);
  const b = desk.chance.one(compatibleKinds(a));
  return {
    aTerminations: portsOf(desk, a, countOf(desk.chance, profile, 'A')),
    bTerminations: portsOf(desk, b, countOf(desk.chance, profile, 'B')),
  };
};

const addCable: Edit = (desk) => {
  const profile = profileOf(desk.chance);
  const status = desk.chance.one(STATUSES);
  return desk.plant.create('dcim.Cable', { profile, status, ...endsFor(desk, profile) });
};

const removeOne =
  (type: string): Edit =>
  (desk) => {
    const id = anyOf(desk, type);
    return id === null ? null : desk.plant.remove(type, id);
  };

const changeCable: Edit = (desk) => {
  const id = anyOf(desk, 'dcim.Cable');
  if (id === null) return null;
  const { chance, plant } = desk;
  switch (chance.below(3)) {
    case 0:
      return plant.update('dcim.Cable', { id, status: chance.one(STATUSES) });
    case 1:
      return plant.update('dcim.Cable', { id, profile: profileOf(chance) });
    default: {
      const ends = endsFor(desk, null);
      const end = chance.one(['aTerminations', 'bTerminations']);
      return plant.update('dcim.Cable', { id, [end]: ends[end] });
    }
  }
};

const addMapping: Edit = (desk) => {
  const front = desk.chance.one(rowsOf(desk, 'dcim.FrontPort'));
  const rears = rowsOf(desk, 'dcim.RearPort').filter((row) => row['device_id'] === front['device_id']);
  if (rears.length === 0) return null;
  const rear = desk.chance.one(rears);
  return desk.plant.create('dcim.PortMapping', {
    frontPort: idOf(front),
    frontPortPosition: 1 + desk.chance.below(Number(front['positions'])),
    rearPort: idOf(rear),
    rearPortPosition: 1 + desk.chance.below(Number(rear['positions'])),
  });
};

const changeMapping: Edit = (desk) => {
  const id = anyOf(desk, 'dcim.PortMapping');
  const position = 1 + desk.chance.below(4);
  return id === null ? null : desk.plant.update('dcim.PortMapping', { id, rearPortPosition: position });
};

const widenPort: Edit = (desk) => {
  const type = desk.chance.one(['dcim.FrontPort', 'dcim.RearPort']);
  const id = anyOf(desk, type);
  return id === null ? null : desk.plant.update(type, { id, positions: 1 + desk.chance.below(4) });
};

const supplyOutlet: Edit = (desk) => {
  const outlet = desk.chance.one(rowsOf(desk, 'dcim.PowerOutlet'));
  const inlets = rowsOf(desk, 'dcim.PowerPort').filter((row) => row['device_id'] === outlet['device_id']);
  const powerPort = desk.chance.is(0.3) || inlets.length === 0 ? null : idOf(desk.chance.one(inlets));
  return desk.plant.update('dcim.PowerOutlet', { id: idOf(outlet), powerPort });
};

const addRadioLink: Edit = (desk) => {
  const radios = rowsOf(desk, 'dcim.Interface').filter((row) => String(row['type']).includes('802'));
  const [interfaceA, interfaceB] = desk.chance.some(radios, 2).map(idOf);
  return desk.plant.create('wireless.WirelessLink', { interfaceA, interfaceB, status: desk.chance.one(STATUSES) });
};

const changeRadioLink: Edit = (desk) => {
  const id = anyOf(desk, 'wireless.WirelessLink');
  return id === null ? null : desk.plant.update('wireless.WirelessLink', { id, status: desk.chance.one(STATUSES) });
};

const addCircuitEnd: Edit = ({ plant, chance, room }) =>
  plant.create('circuits.CircuitTermination', {
    circuit: chance.one(room.circuits),
    termSide: chance.one(['A', 'Z']),
    termination: { arm: 'site', id: room.site },
  });

const moveCircuitEnd: Edit = (desk) => {
  const id = anyOf(desk, 'circuits.CircuitTermination');
  const { network, site } = desk.room;
  const termination = desk.chance.is(0.5) ? { arm: 'providerNetwork', id: network } : { arm: 'site', id: site };
  return id === null ? null : desk.plant.update('circuits.CircuitTermination', { id, termination });
};

const changeCircuit: Edit = ({ plant, chance, room }) =>
  plant.update('circuits.Circuit', { id: chance.one(room.circuits), status: chance.one(['active', 'offline']) });

const addVirtualEnd: Edit = (desk) => {
  const ports = rowsOf(desk, 'dcim.Interface').filter((row) => row['type'] === 'virtual');
  return desk.plant.create('circuits.VirtualCircuitTermination', {
    virtualCircuit: desk.chance.one(desk.room.virtualCircuits),
    interface: idOf(desk.chance.one(ports)),
    role: desk.chance.one(['peer', 'peer', 'hub', 'spoke']),
  });
};

/** Edits by how often they come. */
const EDITS: readonly (readonly [number, Edit])[] = [
  [14, addCable],
  [5, changeCable],
  [3, removeOne('dcim.Cable')],
  [2, addMapping],
  [2, changeMapping],
  [1, removeOne('dcim.PortMapping')],
  [1, widenPort],
  [1, supplyOutlet],
  [1, addRadioLink],
  [0.5, changeRadioLink],
  [0.5, removeOne('wireless.WirelessLink')],
  [1, addCircuitEnd],
  [0.7, moveCircuitEnd],
  [0.5, changeCircuit],
  [0.5, removeOne('circuits.CircuitTermination')],
  [1, addVirtualEnd],
  [0.4, removeOne('circuits.VirtualCircuitTermination')],
  [0.1, removeOne('dcim.FrontPort')],
  [0.1, removeOne('dcim.Interface')],
  [0.1, removeOne('dcim.PowerPort')],
];

const TOTAL = EDITS.reduce((sum, [weight]) => sum + weight, 0);

/** Makes one edit; false when it was refused or there was nothing to edit. */
export const editOnce = async (desk: EditDesk): Promise<boolean> => {
  let left = desk.chance.fraction() * TOTAL;
  const edit = EDITS.find(([weight]) => (left -= weight) < 0)?.[1] ?? addCable;
  const outcome = await edit(desk);
  return outcome?.result != null;
};
