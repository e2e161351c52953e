import { derive, rule, type Draft, type DomainRule, type Work } from '@plumbline/engine';
import { groupBy } from '../../group.ts';
import { idsIn, nameOf, targetsOf, textOf, type RowsById } from '../../lookup.queries.ts';
import { mountedIn, racksById, type Mounted, type RackFacts } from '../rack/rack.queries.ts';
import { rackLock } from '../rack/rack.rules.ts';
import { clashesAmong, freePositions, freePositionsText, isInsideFrame, unitsText } from '../rack/rack-space.ts';
import { mountOf, placementOf, spaceColumns } from './placement.ts';

const DEVICE = 'dcim.Device';
const TYPE_FIELDS = ['model', 'uHeight', 'isFullDepth', 'width', 'subdeviceRole'];
const PLACE = ['deviceType', 'rack', 'position', 'face', 'side'];

/** Lock that serialises changes of a type's shape with mounting devices of it. */
export const typeLock = (type: string): string => `dcim.device-type/${type}`;

const typesOf = (drafts: readonly Draft[], work: Work): Promise<RowsById> =>
  targetsOf(work, drafts, 'deviceType', 'dcim.DeviceType', TYPE_FIELDS);

const typeOf = (types: RowsById, draft: Draft) => types.get(textOf(draft.after, 'deviceType') ?? '');

const isSet = (draft: Draft, field: string): boolean => textOf(draft.after, field) !== null;

const isMounted = (draft: Draft): boolean => isSet(draft, 'rack') && isSet(draft, 'position');

const takeSpace = derive(DEVICE, {
  name: 'dcim.device.4.space',
  from: PLACE,
  fill: async (drafts, work) => {
    await work.lock(idsIn(drafts.filter(isMounted), 'deviceType').map(typeLock));
    const types = await typesOf(drafts, work);
    for (const draft of drafts) {
      const columns = spaceColumns(placementOf(draft.after, typeOf(types, draft)));
      for (const [field, value] of Object.entries(columns)) draft.set(field, value);
      if (!work.trusted) draft.set('importedConflict', false);
    }
  },
});

const refuseShape = (draft: Draft, type: ReturnType<typeof typeOf>): void => {
  const mount = mountOf(draft.after, type);
  if (textOf(type, 'subdeviceRole') === 'child' && (isSet(draft, 'position') || isSet(draft, 'face')))
    draft.refuse(
      'position',
      'BAD_USER_INPUT',
      'A child device sits in a bay of its parent; leave face and position empty.',
    );
  else if (type && mount.heightHalfU === 0 && isSet(draft, 'position'))
    draft.refuse('position', 'BAD_USER_INPUT', `${nameOf(type)} takes no units; leave the position empty.`);
  if (type && isSet(draft, 'side') && mount.width === 'full')
    draft.refuse('side', 'BAD_USER_INPUT', `${nameOf(type)} takes the full width; leave the side empty.`);
  if (type && isSet(draft, 'rail') && mount.heightHalfU > 0)
    draft.refuse('rail', 'BAD_USER_INPUT', `${nameOf(type)} takes units; only devices of 0 U hang on a rail.`);
};

const mountable = rule(DEVICE, {
  name: 'dcim.device.3',
  when: [...PLACE, 'rail', 'railOffset', 'railSpan'],
  check: async (drafts, work) => {
    const types = await typesOf(drafts, work);
    for (const draft of drafts) {
      const placed = ['face', 'position', 'rail'].find((field) => isSet(draft, field));
      if (placed && !isSet(draft, 'rack'))
        draft.refuse(
          'rack',
          'REQUIRED',
          `A device with a ${placed} needs a rack; name it or leave the ${placed} empty.`,
        );
      if (isSet(draft, 'position') && !isSet(draft, 'face'))
        draft.refuse('face', 'REQUIRED', 'A device with a position needs a face; choose front or rear.');
      if (isSet(draft, 'position') && mountOf(draft.after, undefined).positionHalfU === null)
        draft.refuse(
          'position',
          'BAD_USER_INPUT',
          `Positions come in steps of 0.5; ${textOf(draft.after, 'position')} is none.`,
        );
      if ((isSet(draft, 'railOffset') || isSet(draft, 'railSpan')) && !isSet(draft, 'rail'))
        draft.refuse('rail', 'REQUIRED', 'An offset or span is measured along a rail; name the rail.');
      refuseShape(draft, typeOf(types, draft));
    }
  },
});

interface Entry extends Mounted {
  readonly draft: Draft | null;
}

const FACES = ['front', 'rear'];

const faceText = ({ faces }: Mounted['space']): string => (faces.first === faces.last ? ` ${FACES[faces.first]}` : '');

/** Frames a refusal with the positions that would work. */
const refuseTaken = (draft: Draft, other: Entry, entries: readonly Entry[], rack: RackFacts, types: RowsById): void => {
  if (rack.isHidden) {
    draft.refuse('position', 'RACK_SPACE_TAKEN', `The place in ${rack.name} is taken; choose another.`);
    return;
  }
  const mount = mountOf(draft.after, typeOf(types, draft));
  const taken = entries.filter((entry) => entry.id !== draft.id).map((entry) => entry.space);
  const free = freePositions(rack.frame, taken, mount);
  const where = `Units ${unitsText(other.space.halfUnits)}${faceText(other.space)}`;
  const works =
    free.length === 0
      ? `nothing else in ${rack.name} is free`
      : `free: ${freePositionsText(rack.frame, free, mount.heightHalfU)}`;
  const details = { device: other.draft || other.isHidden ? null : other.id, free: free.map((halfU) => halfU / 2) };
  draft.refuse('position', 'RACK_SPACE_TAKEN', `${where} are taken by ${other.name}; ${works}.`, details);
};

const refuseOutside = (draft: Draft, space: Mounted['space'], rack: RackFacts): void => {
  draft.refuse(
    'position',
    'RACK_UNIT_UNKNOWN',
    `Units ${unitsText(space.halfUnits)} lie outside ${rack.name}; it has units ${rack.units}.`,
  );
};

const entryOf = (draft: Draft, types: RowsById): Entry | null => {
  const space = placementOf(draft.after, typeOf(types, draft));
  const name = textOf(draft.after, 'name') ?? 'another device of this request';
  return space ? { id: draft.id, name, rack: textOf(draft.after, 'rack') ?? '', space, draft } : null;
};

/** Blames the later of two drafts; a stored device is never to blame. */
const later = (a: Entry, b: Entry): [Entry & { draft: Draft }, Entry] | null => {
  if (a.draft && b.draft)
    return a.draft.index > b.draft.index ? [{ ...a, draft: a.draft }, b] : [{ ...b, draft: b.draft }, a];
  if (a.draft) return [{ ...a, draft: a.draft }, b];
  return b.draft ? [{ ...b, draft: b.draft }, a] : null;
};

const checkRack = (rack: RackFacts, entries: readonly Entry[], types: RowsById): void => {
  const blamed = new Set<string>();
  for (const { draft, space } of entries)
    if (draft && !isInsideFrame(rack.frame, space)) {
      refuseOutside(draft, space, rack);
      blamed.add(draft.id);
    }
  for (const [a, b] of clashesAmong(entries)) {
    const [mine, other] = later(a, b) ?? [];
    if (!mine || !other || blamed.has(mine.id)) continue;
    blamed.add(mine.id);
    refuseTaken(mine.draft, other, entries, rack, types);
  }
};

const spaceFree = rule(DEVICE, {
  name: 'dcim.device.4',
  when: PLACE,
  locks: (drafts) => {
    const mounted = drafts.filter(isMounted);
    return [...idsIn(mounted, 'rack').map(rackLock), ...idsIn(mounted, 'deviceType').map(typeLock)];
  },
  check: async (drafts, work) => {
    const mounted = drafts.filter(isMounted);
    if (mounted.length === 0) return;
    const types = await typesOf(mounted, work);
    const racks = await racksById(work, idsIn(mounted, 'rack'));
    const stored = await mountedIn(work, [...racks.keys()], new Set(drafts.map((draft) => draft.id)));
    const entries: Entry[] = [
      ...stored.map((device) => ({ ...device, draft: null })),
      ...mounted.flatMap((draft) => entryOf(draft, types) ?? []),
    ];
    const byRack = groupBy(entries, (entry) => entry.rack);
    for (const [id, own] of byRack) {
      const rack = racks.get(id);
      if (rack) checkRack(rack, own, types);
    }
  },
});

/** Rules about the space devices take in racks. */
export const deviceSpaceRules: readonly DomainRule[] = [takeSpace, mountable, spaceFree];
