import { afterSave, isHiddenRow, rule, type Draft, type DomainRule, type Row, type Work } from '@plumbline/engine';
import { groupBy } from '../../group.ts';
import { distinct, groupRows, rowsOf, textOf } from '../../lookup.queries.ts';
import { typeLock } from '../device/device-space.rules.ts';
import { placementOf, spaceColumns } from '../device/placement.ts';
import { deviceName, mountedIn, racksById, type Mounted, type RackFacts } from '../rack/rack.queries.ts';
import { clashesAmong, halfUnitsOf, isInsideFrame, unitsText } from '../rack/rack-space.ts';

const TYPE = 'dcim.DeviceType';
const SHAPE = ['uHeight', 'isFullDepth', 'width'];
const INSTANCE_FIELDS = ['number', 'name', 'rack', 'position', 'face', 'side'];

const instancesOf = (work: Work, drafts: readonly Draft[]): Promise<readonly Row[]> =>
  rowsOf(
    work,
    'dcim.Device',
    'deviceType',
    drafts.map((draft) => draft.id),
    INSTANCE_FIELDS,
  );

const wholeHalves = rule(TYPE, {
  name: 'dcim.devicetype.1',
  when: ['uHeight'],
  check: (drafts) => {
    for (const draft of drafts) {
      const height = textOf(draft.after, 'uHeight');
      if (height !== null && halfUnitsOf(height) === null)
        draft.refuse('uHeight', 'BAD_USER_INPUT', `Heights come in steps of 0.5 U; ${height} is none.`);
    }
  },
});

/** An instance as it would lie in its rack with the new shape of its type. */
interface Grown extends Mounted {
  readonly type: string | null;
}

const grownOf = (device: Row, type: Row): Grown | null => {
  const space = placementOf(device, type);
  const id = String(device['id']);
  return (
    space && {
      id,
      name: deviceName(device),
      rack: textOf(device, 'rack') ?? '',
      space,
      type: textOf(device, 'deviceType'),
      isHidden: isHiddenRow(device),
    }
  );
};

const refuseGrown = (draft: Draft, device: Grown, problem: string): void =>
  draft.refuse(
    'uHeight',
    'RACK_SPACE_TAKEN',
    `${device.name} would take units ${unitsText(device.space.halfUnits)}, ${problem}; move it first.`,
    {
      device: device.isHidden ? null : device.id,
    },
  );

const checkRack = (rack: RackFacts, devices: readonly Grown[], types: ReadonlyMap<string, Draft>): void => {
  const draftOf = (device: Grown) => types.get(device.type ?? '');
  for (const device of devices) {
    const draft = draftOf(device);
    if (draft && !isInsideFrame(rack.frame, device.space)) refuseGrown(draft, device, `outside ${rack.name}`);
  }
  for (const [a, b] of clashesAmong(devices)) {
    const [mine, other] = draftOf(a) ? [a, b] : [b, a];
    const draft = draftOf(mine);
    if (draft) refuseGrown(draft, mine, `where ${other.name} is`);
  }
};

const instancesFit = rule(TYPE, {
  name: 'dcim.devicetype.2',
  when: SHAPE,
  on: ['update'],
  locks: (drafts) => drafts.map((draft) => typeLock(draft.id)),
  check: async (drafts, work) => {
    const types = new Map(drafts.map((draft) => [draft.id, draft]));
    const placed = (await instancesOf(work, drafts)).filter((device) => textOf(device, 'position') !== null);
    const byType = groupRows(placed, 'deviceType');
    for (const draft of drafts)
      if (Number(draft.after['uHeight']) === 0 && byType.has(draft.id))
        draft.refuse(
          'uHeight',
          'RACK_SPACE_TAKEN',
          `${byType.get(draft.id)?.length} devices of this type have a position; clear it before the height becomes 0.`,
        );
    const grown = placed.flatMap(
      (device) => grownOf(device, types.get(textOf(device, 'deviceType') ?? '')?.after ?? {}) ?? [],
    );
    const racks = await racksById(work, distinct(grown.map((device) => device.rack)));
    const others = await mountedIn(work, [...racks.keys()], new Set(grown.map((device) => device.id)));
    const byRack = groupBy([...grown, ...others.map((device) => ({ ...device, type: null }))], (device) => device.rack);
    for (const [id, devices] of byRack) {
      const rack = racks.get(id);
      if (rack) checkRack(rack, devices, types);
    }
  },
});

const childHasNoHeight = rule(TYPE, {
  name: 'dcim.devicetype.3',
  when: ['subdeviceRole', 'uHeight'],
  check: (drafts) => {
    for (const draft of drafts)
      if (textOf(draft.after, 'subdeviceRole') === 'child' && Number(draft.after['uHeight']) !== 0)
        draft.refuse('uHeight', 'BAD_USER_INPUT', 'A child type sits in bays and takes no units; set the height to 0.');
  },
});

/** Devices of the type take their new space in the racks. */
const pushShape = afterSave(TYPE, {
  name: 'dcim.devicetype.2.space',
  when: SHAPE,
  on: ['update'],
  run: async (drafts, work) => {
    const types = new Map(drafts.map((draft) => [draft.id, draft.after]));
    const rows = (await instancesOf(work, drafts)).map((device) => ({
      id: device['id'],
      ...spaceColumns(placementOf(device, types.get(textOf(device, 'deviceType') ?? ''))),
    }));
    if (rows.length > 0) await work.setDerived('dcim.Device', rows);
  },
});

/** Rules of device types. */
export const deviceTypeRules: readonly DomainRule[] = [wholeHalves, instancesFit, childHasNoHeight, pushShape];
