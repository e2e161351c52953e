import { command, type DomainRule, type InputRow, type SavedIds, type Work } from '@plumbline/engine';
import { choiceSet } from '@plumbline/kit';
import { distinct } from '../../lookup.queries.ts';
import { draftIds, makeComponents } from '../device-type/make-components.ts';
import { stamp } from '../device-type/stamp.ts';
import { templatesOf } from '../templates/templates.queries.ts';
import { stampFacts } from './device.queries.ts';

const stamping = choiceSet(
  'dcim.stamping',
  [
    ['ALL', 'Make the components of the type'],
    ['NONE', 'Make none'],
  ],
  { closed: true },
);

/**
 * Gives devices the components of their types: one statement per kind of template and kind of component.
 *
 * Names that collide after their tokens are filled in are refused at the device, and nothing is made for it.
 */
export const stampComponents = async (work: Work, devices: ReadonlyMap<string, number>): Promise<void> => {
  const facts = await stampFacts(work, [...devices.keys()]);
  const templates = await templatesOf(work, 'deviceType', distinct([...facts.values()].map(({ type }) => type)));
  const newId = draftIds();
  await makeComponents(
    work,
    [...facts].map(([device, { type, vcPosition }]) => ({
      device,
      module: null,
      path: `input.${devices.get(device) ?? 0}.components`,
      stamped: stamp(templates.get(type) ?? {}, { vcPosition, bayPositions: null, newId }),
    })),
  );
};

/** Creates devices and, unless an input says `components: NONE`, the components of their types with them. */
export const createDevices = async (
  work: Work,
  inputs: readonly InputRow[],
  next: (inputs: readonly InputRow[]) => Promise<SavedIds>,
): Promise<SavedIds> => {
  const ids = await next(inputs);
  const stampedDevices = inputs.flatMap((input, index): [string, number][] => {
    const id = ids[index] ?? null;
    return id === null || input['components'] === 'NONE' ? [] : [[id, index]];
  });
  if (stampedDevices.length > 0) await stampComponents(work, new Map(stampedDevices));
  return ids;
};

/** Verbs of devices that do more than the generic ones. */
export const deviceCommands: readonly DomainRule[] = [
  command('dcim.Device', 'create', createDevices, {
    components: {
      kind: 'choice',
      choiceSet: stamping,
      default: 'ALL',
      help: 'NONE leaves the device without components',
    },
  }),
];
