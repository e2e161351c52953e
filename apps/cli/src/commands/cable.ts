import type { Client } from '../client.ts';
import { CliFailure, EXIT } from '../failure.ts';
import type { Terminal } from '../terminal.ts';

/** Options that all cabling commands take. */
export interface CablingOptions {
  readonly dryRun?: boolean;
  /** Makes what can be made, in place of all or nothing. */
  readonly partial?: boolean;
  readonly reason?: string;
}

/** Options of `cable connect`. */
export interface ConnectOptions extends CablingOptions {
  readonly type?: string;
  readonly status?: string;
  readonly profile?: string;
  /** Number and unit, `2.5m`. */
  readonly length?: string;
  /** A range of labels, or the first of them. */
  readonly label?: string;
  /** Colours with commas between them, taken in turn. */
  readonly color?: string;
  readonly kindA?: string;
  readonly kindB?: string;
}

/** Options of `cable move`. */
export interface MoveOptions extends CablingOptions {
  readonly kindFrom?: string;
  readonly kindTo?: string;
}

interface Problem {
  readonly path: string;
  readonly message: string;
}

interface Plug {
  readonly name: string;
  readonly deviceName: string | null;
}

interface Told {
  readonly userErrors: readonly Problem[];
}

const PLUG = '{ name deviceName }';
const ERRORS = 'userErrors { path message }';
const CONNECT = `mutation ($input: CableConnectInput!, $options: WriteOptions) {
  answer: cableConnect(input: $input, options: $options) { pairs { label a ${PLUG} b ${PLUG} problems { message } } ${ERRORS} } }`;
const MOVE = `mutation ($moves: [CableMoveInput!]!, $options: WriteOptions) {
  answer: cableMove(moves: $moves, options: $options) { moves { label from ${PLUG} to ${PLUG} problems { message } } ${ERRORS} } }`;
const DISCONNECT = `mutation ($input: CableDisconnectInput!, $options: WriteOptions) {
  answer: cableDisconnect(input: $input, options: $options) {
    cables { number label a ${PLUG} b ${PLUG} } free ${PLUG} ${ERRORS} } }`;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Ports as typed: `ams1-sw1:Gi1/0/[1-24]`, the device by name or range of names, `#number` or id. */
const portsOf = (typed: string, kind?: string): Readonly<Record<string, unknown>> => {
  const at = typed.indexOf(':');
  if (at < 1 || at === typed.length - 1)
    throw new CliFailure(`"${typed}" names no ports; write DEVICE:PORTS, such as ams1-sw1:Gi1/0/[1-24].`);
  const [device, names] = [typed.slice(0, at), [typed.slice(at + 1)]];
  const rest = { names, ...(kind !== undefined && { kind }) };
  if (UUID.test(device)) return { deviceIds: [device], ...rest };
  return /^#\d+$/.test(device)
    ? { deviceNumbers: [Number(device.slice(1))], ...rest }
    : { deviceNames: [device], ...rest };
};

const lengthOf = (typed: string | undefined): Readonly<Record<string, string>> => {
  if (typed === undefined) return {};
  const [, length, lengthUnit] = /^(\d+(?:\.\d+)?)(km|m|cm|mi|ft|in)$/.exec(typed) ?? [];
  if (length === undefined || lengthUnit === undefined)
    throw new CliFailure(`"${typed}" is no length; write number and unit, such as 2.5m.`);
  return { length, lengthUnit };
};

const writeOptions = ({ dryRun = false, partial = false, reason }: CablingOptions) => ({
  dryRun,
  mode: partial ? 'PER_ROW' : 'ATOMIC',
  ...(reason !== undefined && { reason }),
});

const side = (plugs: readonly Plug[]): string =>
  plugs.map(({ name, deviceName }) => (deviceName === null ? name : `${deviceName}:${name}`)).join(' + ') || 'nothing';

const line = (
  label: string | null,
  from: string,
  to: string,
  problems: readonly { readonly message: string }[],
): string =>
  [
    `${label === null ? '' : `${label}  `}${from} -> ${to}`,
    ...problems.map(({ message }) => `    refused: ${message}`),
  ].join('\n');

/** What is wrong beside the listed parts, and the exit code. */
const ended = (terminal: Terminal, { userErrors }: Told, part: RegExp): number => {
  for (const { path, message } of userErrors) if (!part.test(path)) terminal.print(`refused: ${path}: ${message}`);
  return userErrors.length > 0 ? EXIT.refused : EXIT.ok;
};

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** `2 cables made.`, `2 cables would be made.`, or that nothing is stored. */
const summary = (options: CablingOptions, told: Told, fine: number, done: string, would: string): string => {
  if (told.userErrors.length > 0 && !options.partial) return 'Nothing is stored.';
  return options.dryRun
    ? `${counted(fine, 'cable')} would be ${would}; nothing is stored.`
    : `${counted(fine, 'cable')} ${done}.`;
};

const isFine = ({ problems }: { readonly problems: readonly unknown[] }): boolean => problems.length === 0;

/** Joins two ranges of ports and prints every pair. */
export const connectPorts = async (
  client: Client,
  terminal: Terminal,
  [a, b]: readonly [string, string],
  options: ConnectOptions,
): Promise<number> => {
  const { type, status, profile, label, color } = options;
  const cable = {
    ...(type !== undefined && { type }),
    ...(status !== undefined && { status }),
    ...(profile !== undefined && { profile }),
    ...lengthOf(options.length),
  };
  const input = {
    a: portsOf(a, options.kindA),
    b: portsOf(b, options.kindB),
    cable,
    ...(label !== undefined && (label.includes('[') ? { labels: label } : { firstLabel: label })),
    ...(color !== undefined && { colors: color.split(',') }),
  };
  interface Pair {
    readonly label: string | null;
    readonly a: readonly Plug[];
    readonly b: readonly Plug[];
    readonly problems: readonly Problem[];
  }
  const { answer } = await client.data<{ answer: Told & { readonly pairs: readonly Pair[] } }>(CONNECT, {
    input,
    options: writeOptions(options),
  });
  for (const pair of answer.pairs) terminal.print(line(pair.label, side(pair.a), side(pair.b), pair.problems));
  const code = ended(terminal, answer, /^pairs\./);
  terminal.print(summary(options, answer, answer.pairs.filter(isFine).length, 'made', 'made'));
  return code;
};

/** Plugs the cables of a range of ports into another and prints every move. */
export const moveEnds = async (
  client: Client,
  terminal: Terminal,
  [from, to]: readonly [string, string],
  options: MoveOptions,
): Promise<number> => {
  interface Move {
    readonly label: string | null;
    readonly from: Plug | null;
    readonly to: Plug | null;
    readonly problems: readonly Problem[];
  }
  const { answer } = await client.data<{ answer: Told & { readonly moves: readonly Move[] } }>(MOVE, {
    moves: [{ from: portsOf(from, options.kindFrom), to: portsOf(to, options.kindTo) }],
    options: writeOptions(options),
  });
  for (const move of answer.moves)
    terminal.print(line(move.label, side(move.from ? [move.from] : []), side(move.to ? [move.to] : []), move.problems));
  const code = ended(terminal, answer, /^moves\.\d+(\.(from|to))?$/);
  terminal.print(summary(options, answer, answer.moves.filter(isFine).length, 'moved', 'moved'));
  return code;
};

/** Deletes the cables in ranges of ports and prints them. */
export const disconnectPorts = async (
  client: Client,
  terminal: Terminal,
  ports: readonly string[],
  options: CablingOptions & { readonly kind?: string },
): Promise<number> => {
  interface Gone {
    readonly number: number;
    readonly label: string | null;
    readonly a: readonly Plug[];
    readonly b: readonly Plug[];
  }
  const { answer } = await client.data<{
    answer: Told & { readonly cables: readonly Gone[]; readonly free: readonly Plug[] };
  }>(DISCONNECT, {
    input: { ports: ports.map((typed) => portsOf(typed, options.kind)) },
    options: writeOptions(options),
  });
  for (const { number, label, a, b } of answer.cables)
    terminal.print(line(label ?? `#${number}`, side(a), side(b), []));
  if (answer.free.length > 0) terminal.note(`Without a cable: ${answer.free.map((plug) => side([plug])).join(', ')}`);
  const code = ended(terminal, answer, /^$/);
  terminal.print(summary(options, answer, answer.cables.length, 'deleted', 'deleted'));
  return code;
};
