import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '../client.ts';
import { CliFailure, EXIT } from '../failure.ts';
import type { Terminal } from '../terminal.ts';
import { readVariables } from './query.ts';

/** Options of `render`. */
export interface RenderOptions {
  /** Names and filter are of virtual machines, not of devices. */
  readonly virtualMachines?: boolean;
  /** Filter as JSON, instead of names. */
  readonly filter?: string;
  /** Name, `#number` or id of a template; each one's own when absent. */
  readonly template?: string;
  /** Extra data as JSON. */
  readonly extra?: string;
  /** Folder for one file each. */
  readonly out?: string;
  /** Compares with the files instead of writing them. */
  readonly check?: boolean;
}

interface RenderError {
  readonly kind: string;
  readonly message: string;
  readonly template: string | null;
  readonly line: number | null;
  readonly snippet: string | null;
}

/** What a configuration is for. */
interface Subject {
  readonly id: string;
  readonly number: number;
  readonly name: string;
}

interface Rendered {
  readonly subject: Subject;
  readonly template: { readonly fileExtension: string | null } | null;
  readonly text: string | null;
  readonly errors: readonly RenderError[];
}

const PAGE = 100;

/** A type that is rendered, as the API and people call it. */
interface Kind {
  readonly label: string;
  readonly plural: string;
  readonly field: string;
  readonly filter: string;
  readonly root: string;
}

const DEVICES: Kind = {
  label: 'device',
  plural: 'devices',
  field: 'device',
  filter: 'DeviceFilter',
  root: 'configRenders',
};
const MACHINES: Kind = {
  label: 'virtual machine',
  plural: 'virtual machines',
  field: 'virtualMachine',
  filter: 'VirtualMachineFilter',
  root: 'virtualMachineConfigRenders',
};

const queryOf = ({
  field,
  filter,
  root,
}: Kind): string => `query ($filter: ${filter}, $template: TemplatePick, $extra: JSON, $first: Int!, $offset: Int!) {
  page: ${root}(filter: $filter, template: $template, extra: $extra, first: $first, offset: $offset) {
    totalCount
    nodes {
      subject: ${field} { id number name }
      template { fileExtension }
      text
      errors { kind message template line snippet }
    }
  }
}`;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** `{ id }`, `{ number }` or `{ name }` of what a person typed. */
const pickOf = (text: string): { id: string } | { number: number } | { name: string } => {
  if (UUID.test(text)) return { id: text };
  return /^#\d+$/.test(text) ? { number: Number(text.slice(1)) } : { name: text };
};

const filterOf = (names: readonly string[], json: string | undefined, { plural }: Kind): Record<string, unknown> => {
  if (names.length > 0 === (json !== undefined)) throw new CliFailure(`Name ${plural}, or choose them with --filter.`);
  if (json !== undefined) return readVariables(json);
  const parts = names.map((name) =>
    Object.fromEntries(Object.entries(pickOf(name)).map(([key, value]) => [key, { eq: value }])),
  );
  return { or: parts };
};

/** Whether something is what a person typed. */
const isMeant = (typed: string, { subject }: Rendered): boolean =>
  typed === subject.name || typed === subject.id || typed === `#${subject.number}`;

async function* pages(
  client: Client,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): AsyncGenerator<readonly Rendered[]> {
  let [offset, total] = [0, 1];
  while (offset < total) {
    const { page } = await client.data<{ page: { totalCount: number; nodes: readonly Rendered[] } }>(query, {
      ...variables,
      first: PAGE,
      offset,
    });
    yield page.nodes;
    total = page.totalCount;
    offset += PAGE;
  }
}

/** A file name that stays inside the folder: what could lead elsewhere becomes `_`. */
export const fileNameOf = ({ name, number }: Omit<Subject, 'id'>, extension: string | null): string => {
  const stem = name.replaceAll(/[^\p{L}\p{N}._-]/gu, '_').replace(/^\.+/, '') || `unnamed-${number}`;
  return `${stem}.${(extension ?? 'cfg').replaceAll(/[^\w-]/g, '')}`;
};

const stored = async (path: string): Promise<string | null> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new CliFailure(`${path} can't be read: ${(error as Error).message}`);
  }
};

const write = async (path: string, text: string): Promise<void> => {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new CliFailure(`${path} can't be written: ${(error as Error).message}`);
  }
};

/** Counts what happened, and says it. */
class Outcome {
  readonly #terminal: Terminal;
  readonly #options: RenderOptions;
  readonly #files = new Map<string, string>();
  rendered = 0;
  failed = 0;
  differing = 0;

  constructor(terminal: Terminal, options: RenderOptions) {
    this.#terminal = terminal;
    this.#options = options;
  }

  async take(render: Rendered): Promise<void> {
    const { subject, text, errors, template } = render;
    if (text === null) {
      this.failed += 1;
      for (const error of errors) this.#explain(subject.name, error);
      return;
    }
    this.rendered += 1;
    if (this.#options.out === undefined) return this.#terminal.write(text);
    const name = this.#fileOf(subject, template?.fileExtension ?? null);
    const path = join(this.#options.out, name);
    const before = await stored(path);
    if (before === text) return;
    this.differing += 1;
    if (this.#options.check === true) this.#terminal.print(`${before === null ? 'missing' : 'differs'} ${path}`);
    else await write(path, text);
  }

  /** Those of one name get files of their own. */
  #fileOf(subject: Subject, extension: string | null): string {
    const name = fileNameOf(subject, extension);
    const owner = this.#files.get(name.toLowerCase());
    if (owner === undefined) this.#files.set(name.toLowerCase(), subject.id);
    return owner === undefined || owner === subject.id
      ? name
      : fileNameOf({ ...subject, name: `${subject.name}-${subject.number}` }, extension);
  }

  #explain(name: string, { kind, message, template, line, snippet }: RenderError): void {
    const place = template === null ? '' : ` (${template}${line === null ? '' : `, line ${line}`})`;
    this.#terminal.note(`${name}: ${kind}: ${message}${place}`);
    if (snippet !== null) this.#terminal.note(`    ${snippet.trim()}`);
  }

  summary(): string {
    const changed = this.#options.check === true ? 'differ' : 'written';
    return `${this.rendered} rendered, ${this.differing} ${changed}, ${this.failed} failed.`;
  }

  get code(): number {
    if (this.failed > 0) return EXIT.refused;
    return this.#options.check === true && this.differing > 0 ? EXIT.differs : EXIT.ok;
  }
}

const assertUsable = (names: readonly string[], { out, check, filter }: RenderOptions, { plural }: Kind): void => {
  if (out === undefined && check === true)
    throw new CliFailure('--check compares with files; name their folder with --out.');
  if (out === undefined && (filter !== undefined || names.length > 1))
    throw new CliFailure(`The configurations of several ${plural} go to a folder; name it with --out.`);
};

/**
 * Renders devices or virtual machines: one to standard output, several into a folder, or compares with what it holds.
 *
 * The exit code is 0 when all is well, 1 when a render failed or a name is unknown, 3 when files differ.
 */
export const runRender = async (
  client: Client,
  terminal: Terminal,
  names: readonly string[],
  options: RenderOptions,
): Promise<number> => {
  const kind = options.virtualMachines === true ? MACHINES : DEVICES;
  assertUsable(names, options, kind);
  const { template, extra, out } = options;
  const variables = {
    filter: filterOf(names, options.filter, kind),
    ...(template !== undefined && { template: pickOf(template) }),
    ...(extra !== undefined && { extra: readVariables(extra) }),
  };
  if (out !== undefined && options.check !== true) await mkdir(out, { recursive: true });
  const outcome = new Outcome(terminal, options);
  const missing = new Set(names);
  for await (const page of pages(client, queryOf(kind), variables))
    for (const render of page) {
      for (const typed of missing) if (isMeant(typed, render)) missing.delete(typed);
      await outcome.take(render);
    }
  for (const typed of missing) terminal.note(`${typed}: there is no such ${kind.label}, or you may not render it.`);
  outcome.failed += missing.size;
  if (out !== undefined) terminal.note(outcome.summary());
  return outcome.code;
};
