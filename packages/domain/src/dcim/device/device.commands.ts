import { command, type DomainRule, type InputRow, type SavedIds, type Work } from '@plumbline/engine';
import { choiceSet } from '@plumbline/kit';
import { distinct } from '../../lookup.queries.ts';
import { stamp, type ComponentDraft, type Stamped } from '../device-type/stamp.ts';
import { STAMPED_KINDS, stampFacts, templatesOf, type StampedKind } from './device.queries.ts';

const MODELS: Readonly<Record<StampedKind, string>> = {
  consolePort: 'dcim.ConsolePort',
  consoleServerPort: 'dcim.ConsoleServerPort',
  powerPort: 'dcim.PowerPort',
  powerOutlet: 'dcim.PowerOutlet',
  interface: 'dcim.Interface',
  rearPort: 'dcim.RearPort',
  frontPort: 'dcim.FrontPort',
  portMapping: 'dcim.PortMapping',
};

const stamping = choiceSet(
  'dcim.stamping',
  [
    ['ALL', 'Make the components of the type'],
    ['NONE', 'Make none'],
  ],
  { closed: true },
);

/** A device with what its type's templates become. */
interface Pressed {
  readonly device: string;
  readonly index: number;
  readonly stamped: Stamped;
}

/** `powerPortId: x` as `powerPort: id`, with the id the component got in the database. */
const inputOf = (
  device: string,
  kind: StampedKind,
  { fields }: ComponentDraft,
  made: ReadonlyMap<string, string>,
): InputRow => {
  const entries = Object.entries(fields).map(([key, value]): [string, unknown] =>
    key.endsWith('Id')
      ? [key.slice(0, -2), typeof value === 'string' ? (made.get(value) ?? null) : null]
      : [key, value],
  );
  return { ...Object.fromEntries(entries), ...(kind !== 'portMapping' && { device }) };
};

/** Creates one kind of component for all devices at once and notes the ids it got. */
const makeKind = async (
  work: Work,
  kind: StampedKind,
  pressed: readonly Pressed[],
  made: Map<string, string>,
): Promise<void> => {
  const drafts = pressed.flatMap(({ device, index, stamped }) =>
    stamped.drafts[kind].map((draft) => ({ draft, index, input: inputOf(device, kind, draft, made) })),
  );
  if (drafts.length === 0) return;
  const ids = await work.create(
    MODELS[kind],
    drafts.map(({ input }) => input),
    {
      path: (at) => `input.${drafts[at]?.index ?? 0}.components`,
    },
  );
  drafts.forEach(({ draft }, at) => {
    const id = ids[at];
    if (id) made.set(draft.id, id);
  });
};

/** Bridges are set when all interfaces exist, since two may be bridged to each other. */
const setBridges = async (
  work: Work,
  pressed: readonly Pressed[],
  made: ReadonlyMap<string, string>,
): Promise<void> => {
  const bridges = pressed.flatMap(({ stamped }) => stamped.bridges);
  const rows = bridges.map(({ interfaceId, bridgeId }) => ({ id: made.get(interfaceId), bridge: made.get(bridgeId) }));
  const whole = rows.filter(({ id, bridge }) => id !== undefined && bridge !== undefined);
  if (whole.length > 0) await work.update('dcim.Interface', whole);
};

/**
 * Gives devices the components of their types: one statement per kind of template and kind of component.
 *
 * Names that collide after their tokens are filled in are refused at the device, and nothing is made for it.
 */
export const stampComponents = async (work: Work, devices: ReadonlyMap<string, number>): Promise<void> => {
  const facts = await stampFacts(work, [...devices.keys()]);
  const templates = await templatesOf(work, distinct([...facts.values()].map(({ type }) => type)));
  let count = 0;
  const options = { vcPosition: null, bayPositions: null, newId: () => `${++count}` };
  const pressed = [...facts].map(
    ([device, { type }]): Pressed => ({
      device,
      index: devices.get(device) ?? 0,
      stamped: stamp(templates.get(type) ?? {}, options),
    }),
  );
  for (const { index, stamped } of pressed)
    for (const problem of stamped.problems)
      work.refuse(`input.${index}.components`, 'TEMPLATE_CONFLICT', problem.message);
  const whole = pressed.filter(({ stamped }) => stamped.problems.length === 0);
  const made = new Map<string, string>();
  for (const kind of STAMPED_KINDS) await makeKind(work, kind, whole, made);
  await setBridges(work, whole, made);
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
