import type { Work } from '@plumbline/engine';
import { distinct, textOf } from '../../lookup.queries.ts';
import { withArticle, wordsOf } from '../cable/cable-compatibility.ts';
import { PORT_MODELS, type PortArm } from '../component-models.ts';
import type { DeviceLists } from './devices.queries.ts';
import { nearestNames } from './nearest-names.ts';
import { DEVICE_KINDS, kindsOf, type PortList } from './port-list.ts';
import type { Slot } from './port.ts';

/** Names for which a near one is looked up; comparing names costs time. */
const MOST_EXPLAINED = 20;

interface Named {
  readonly kind: PortArm;
  readonly name: string;
}

const natural = new Intl.Collator('en', { numeric: true });

/** Names of all ports of some devices. */
const portNames = async (work: Work, devices: readonly string[]): Promise<ReadonlyMap<string, readonly Named[]>> => {
  const found = new Map<string, Named[]>(devices.map((device) => [device, []]));
  if (devices.length === 0) return found;
  for (const kind of DEVICE_KINDS) {
    const options = { where: { device: devices }, fields: ['device', 'name'], visible: true };
    for (const row of await work.read.rows(PORT_MODELS[kind], options))
      found.get(textOf(row, 'device') ?? '')?.push({ kind, name: textOf(row, 'name') ?? '' });
  }
  return found;
};

/** Why there is no port of that name on a device, and what may have been meant. */
const explain = (slot: Slot, list: PortList, there: readonly Named[], isNear: boolean): Slot['problem'] => {
  const kinds = kindsOf(list);
  const kind = list.kind === null ? 'port' : wordsOf(list.kind);
  const message = `${slot.deviceName} has no ${kind} "${slot.name}".`;
  const twin = there.find(({ name }) => name === slot.name);
  if (twin) return { code: 'CABLE_PORT_UNKNOWN', message: `${message} It has ${withArticle(twin.kind)} of that name.` };
  const candidates = there.filter((port) => kinds.includes(port.kind)).map(({ name }) => name);
  const near = isNear ? nearestNames(slot.name, [...new Set(candidates)].toSorted(natural.compare)) : [];
  if (near.length > 0) {
    const said = near.map((name) => `"${name}"`).join(', ');
    return { code: 'CABLE_PORT_UNKNOWN', message: `${message} Nearest: ${said}.`, details: { nearest: near } };
  }
  if (candidates.length > 0) return { code: 'CABLE_PORT_UNKNOWN', message };
  return { code: 'CABLE_PORT_UNKNOWN', message: `${slot.deviceName} has no ${kind}s.` };
};

const isMissing = ({ port, problem }: Slot): boolean => port === null && problem === null;

/** Says of places without a port why there is none; reads nothing while all are filled. */
export const missingPorts = async (
  work: Work,
  lists: readonly PortList[],
  devices: DeviceLists,
  slots: readonly (readonly Slot[])[],
): Promise<readonly (readonly Slot[])[]> => {
  const deviceAt = (list: number, at: number): string | null =>
    devices.ids[list]?.[lists[list]?.ports[at]?.device ?? -1] ?? null;
  const lacking = slots.flatMap((own, list) => own.map((slot, at) => (isMissing(slot) ? deviceAt(list, at) : null)));
  const names = await portNames(work, distinct(lacking));
  let explained = 0;
  return slots.map((own, index) => {
    const list = lists[index];
    return own.map((slot, at) => {
      const asked = list?.ports[at];
      if (!isMissing(slot) || !list || !asked) return slot;
      const device = deviceAt(index, at);
      if (device !== null)
        return { ...slot, problem: explain(slot, list, names.get(device) ?? [], ++explained <= MOST_EXPLAINED) };
      const what = list.kind === null ? 'port' : wordsOf(list.kind);
      const message =
        asked.device === null
          ? `There is no ${what} with ${asked.by} "${asked.value}".`
          : `"${slot.name}" is on no device that could be found.`;
      return { ...slot, problem: { code: 'CABLE_PORT_UNKNOWN', message } };
    });
  });
};
