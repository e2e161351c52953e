import type { InputRow } from '@plumbline/engine';
import type { Plant } from '../plant.ts';
import { devicesAt } from '../rules/cases/devices.ts';

/** Ends of a cable as its input names them. */
export const ends = (arm: string, ...ids: readonly (string | undefined)[]): InputRow[] =>
  ids.map((id) => ({ [arm]: { id } })) as unknown as InputRow[];

/** A cable between two ports, or between several on each side. */
export const cable = (
  plant: Plant,
  a: readonly InputRow[],
  b: readonly InputRow[],
  rest: InputRow = {},
): Promise<string> => plant.make('dcim.Cable', { aTerminations: a, bTerminations: b, ...rest } as InputRow);

/** Ports of one kind of a device. */
export const ports = (
  plant: Plant,
  model: string,
  device: string | undefined,
  names: readonly string[],
  rest: InputRow = {},
) =>
  plant.all(
    model,
    names.map((name) => ({ device, name, ...rest })),
  );

/** A patch panel: rear ports with one front port each. */
export const panel = async (plant: Plant, device: string | undefined, count: number, stem = '') => {
  const numbers = Array.from({ length: count }, (_, at) => String(at + 1));
  const type = { type: '8p8c' };
  const rear = await ports(
    plant,
    'dcim.RearPort',
    device,
    numbers.map((n) => `${stem}R${n}`),
    type,
  );
  const front = await ports(
    plant,
    'dcim.FrontPort',
    device,
    numbers.map((n) => `${stem}F${n}`),
    type,
  );
  await plant.all(
    'dcim.PortMapping',
    front.map((frontPort, at) => ({ frontPort, frontPortPosition: 1, rearPort: rear[at], rearPortPosition: 1 })),
  );
  return { rear, front };
};

/** A circuit with both sides at sites. */
export const circuit = async (plant: Plant) => {
  const cid = plant.name('circuit');
  const provider = await plant.named('circuits.Provider');
  const type = await plant.named('circuits.CircuitType');
  const id = await plant.make('circuits.Circuit', { cid, provider, type });
  const site = await plant.named('dcim.Site');
  const [a, z] = await plant.all(
    'circuits.CircuitTermination',
    ['A', 'Z'].map((termSide) => ({ circuit: id, termSide, termination: { site: { id: site } } })),
  );
  return { id, cid, a, z };
};

/** Two switches, two panels between them and a trunk: the usual way through a building. */
export const building = async (plant: Plant, count: number) => {
  const [left, right, panelA, panelB] = await devicesAt(plant, 4);
  const names = Array.from({ length: count }, (_, at) => `eth${at + 1}`);
  const type = { type: '1000base-t' };
  const lefts = await ports(plant, 'dcim.Interface', left, names, type);
  const rights = await ports(plant, 'dcim.Interface', right, names, type);
  const [a, b] = [await panel(plant, panelA, count), await panel(plant, panelB, count)];
  const cables: { readonly patchA: string; readonly trunk: string; readonly patchB: string }[] = [];
  for (let at = 0; at < count; at++)
    cables.push({
      patchA: await cable(plant, ends('interface', lefts[at]), ends('frontPort', a.front[at]), {
        label: `A${at + 1}`,
        color: 'ffeb3b',
        length: '2',
        lengthUnit: 'm',
      }),
      trunk: await cable(plant, ends('rearPort', a.rear[at]), ends('rearPort', b.rear[at])),
      patchB: await cable(plant, ends('frontPort', b.front[at]), ends('interface', rights[at]), {
        length: '150',
        lengthUnit: 'cm',
      }),
    });
  return { left, right, panelA, panelB, lefts, rights, a, b, cables };
};
