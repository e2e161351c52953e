import { afterSave, rule, type Draft, type DomainRule, type Row, type Work } from '@plumbline/engine';
import { holdRows } from '../../held.queries.ts';
import { idsIn, nameOf, rowsOf, targetsOf, textOf } from '../../lookup.queries.ts';
import { typeLock } from './device-space.rules.ts';

const BAY = 'dcim.DeviceBay';
const DEVICE = 'dcim.Device';
const TYPE = 'dcim.DeviceType';
const TEMPLATE = 'dcim.DeviceBayTemplate';
const PLACE = ['site', 'location', 'rack'] as const;

const refuseInstall = (draft: Draft): void => {
  const installed = textOf(draft.after, 'installedDevice');
  if (installed === null || !draft.changed('installedDevice')) return;
  if (installed === textOf(draft.after, 'device'))
    draft.refuse('installedDevice', 'BAD_USER_INPUT', "A device can't be installed in itself; choose another.");
  else if (draft.after['enabled'] === false)
    draft.refuse('installedDevice', 'BAY_DISABLED', 'The bay is disabled; enable it or choose another bay.');
};

const fits = rule(BAY, {
  name: 'dcim.devicebay.1',
  when: ['device', 'installedDevice'],
  check: async (drafts, work) => {
    holdRows(work, DEVICE, idsIn(drafts, 'device'));
    const devices = await targetsOf(work, drafts, 'device', DEVICE, ['name', 'number', 'deviceType']);
    const types = new Map(
      (
        await work.read.rows(TYPE, {
          where: { id: [...devices.values()].map((device) => device['deviceType']) },
          fields: ['model', 'subdeviceRole'],
        })
      ).map((type) => [String(type['id']), type]),
    );
    for (const draft of drafts) {
      const type = types.get(textOf(devices.get(textOf(draft.after, 'device') ?? ''), 'deviceType') ?? '');
      if (type && draft.changed('device') && textOf(type, 'subdeviceRole') !== 'parent')
        draft.refuse('device', 'BAD_USER_INPUT', `${nameOf(type)} takes no child devices; its type is no parent.`);
      refuseInstall(draft);
    }
  },
});

const takePlace = async (
  work: Work,
  children: readonly { readonly id: string; readonly parent: Row | undefined }[],
) => {
  const rows = children.flatMap(({ id, parent }) =>
    parent ? [{ id, ...Object.fromEntries(PLACE.map((field) => [field, parent[field] ?? null])) }] : [],
  );
  const once = [...new Map(rows.map((row) => [row.id, row])).values()];
  if (once.length > 0) await work.update(DEVICE, once);
};

/** An installed device stands where its parent stands; imports bring places themselves. */
const placeInstalled = afterSave(BAY, {
  name: 'dcim.device.10.install',
  when: ['installedDevice'],
  run: async (drafts, work) => {
    if (work.trusted) return;
    const parents = await targetsOf(work, drafts, 'device', DEVICE, PLACE);
    const children = drafts.flatMap((draft) => {
      const id = textOf(draft.after, 'installedDevice');
      return id === null ? [] : [{ id, parent: parents.get(textOf(draft.after, 'device') ?? '') }];
    });
    await takePlace(work, children);
  },
});

/** Devices in the bays of a moved device go along, and those in their bays. */
const moveInstalled = afterSave(DEVICE, {
  name: 'dcim.device.10',
  when: PLACE,
  on: ['update'],
  run: async (drafts, work) => {
    const parents = new Map(drafts.map((draft) => [draft.id, draft.after]));
    const bays = await rowsOf(work, BAY, 'device', [...parents.keys()], ['installedDevice']);
    const children = bays.flatMap((bay) => {
      const id = textOf(bay, 'installedDevice');
      return id === null ? [] : [{ id, parent: parents.get(textOf(bay, 'device') ?? '') }];
    });
    await takePlace(work, children);
  },
});

/** Only types that are parents have templates of device bays. */
const templateOfParent = rule(TEMPLATE, {
  name: 'dcim._template.1.bay',
  when: ['deviceType'],
  locks: (drafts) => idsIn(drafts, 'deviceType').map(typeLock),
  check: async (drafts, work) => {
    const types = await targetsOf(work, drafts, 'deviceType', TYPE, ['model', 'subdeviceRole']);
    for (const draft of drafts) {
      const type = types.get(textOf(draft.after, 'deviceType') ?? '');
      if (type && textOf(type, 'subdeviceRole') !== 'parent')
        draft.refuse(
          'deviceType',
          'BAD_USER_INPUT',
          `${nameOf(type)} takes no child devices; make the type a parent before it gets bays.`,
        );
    }
  },
});

const parentKeepsRole = rule(TYPE, {
  name: 'dcim.devicetype.3.parent',
  when: ['subdeviceRole'],
  on: ['update'],
  locks: (drafts) => drafts.map((draft) => typeLock(draft.id)),
  check: async (drafts, work) => {
    const left = drafts.filter((draft) => textOf(draft.after, 'subdeviceRole') !== 'parent');
    const templates = await rowsOf(
      work,
      TEMPLATE,
      'deviceType',
      left.map((draft) => draft.id),
      ['name'],
    );
    const held = new Map(templates.map((template) => [textOf(template, 'deviceType'), template]));
    for (const draft of left) {
      const template = held.get(draft.id);
      if (template)
        draft.refuse(
          'subdeviceRole',
          'IN_USE',
          `The type has templates of device bays, such as ${nameOf(template)}; delete them first.`,
        );
    }
  },
});

/** Rules of device bays and of the types that have them. */
export const deviceBayRules: readonly DomainRule[] = [
  fits,
  templateOfParent,
  parentKeepsRole,
  placeInstalled,
  moveInstalled,
];
