import { command, type DomainRule, type InputRow, type Row, type SavedIds, type Work } from '@plumbline/engine';

const TEMPLATE = 'ipam.ServiceTemplate';

/** What a service takes over from its template where the caller says nothing. */
const TAKEN = ['name', 'protocol', 'ports', 'description', 'comments'] as const;

/** How an input names a template: field of the template, and its value. */
type Naming = readonly [field: 'id' | 'number' | 'name', value: string | number];

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

const namingOf = (reference: unknown): Naming | null => {
  if (typeof reference === 'string') return UUID.test(reference) ? ['id', reference.toLowerCase()] : null;
  const { id, number, key } = (reference ?? {}) as { id?: unknown; number?: unknown; key?: { name?: unknown } | null };
  if (typeof id === 'string') return namingOf(id);
  if (typeof number === 'number') return ['number', number];
  return typeof key?.name === 'string' ? ['name', key.name] : null;
};

/** Templates by the way they are named, one statement for each way that occurs. */
const templatesOf = async (work: Work, namings: readonly Naming[]): Promise<ReadonlyMap<string, Row>> => {
  const found = new Map<string, Row>();
  for (const field of ['id', 'number', 'name'] as const) {
    const values = [...new Set(namings.flatMap(([by, value]) => (by === field ? [value] : [])))];
    if (values.length === 0) continue;
    const rows = await work.read.rows(TEMPLATE, {
      where: { [field]: values },
      fields: ['id', 'number', ...TAKEN],
      visible: true,
    });
    for (const row of rows) found.set(`${field} ${String(row[field])}`, row);
  }
  return found;
};

const filled = (input: InputRow, template: Row): InputRow => {
  const open = TAKEN.filter((field) => input[field] === undefined);
  return { ...input, ...Object.fromEntries(open.map((field) => [field, template[field] ?? null])) };
};

/** Makes services; what the caller leaves out comes from the template that the input names. */
const createServices = async (
  work: Work,
  inputs: readonly InputRow[],
  next: (inputs: readonly InputRow[]) => Promise<SavedIds>,
): Promise<SavedIds> => {
  const namings = inputs.map(({ template }) => namingOf(template));
  const templates = await templatesOf(
    work,
    namings.flatMap((naming) => (naming === null ? [] : [naming])),
  );
  const rows = inputs.map((input, index) => {
    if (input['template'] === undefined || input['template'] === null) return input;
    const template = templates.get((namings[index] ?? []).join(' '));
    if (template) return filled(input, template);
    const message = 'There is no such service template; name one by id, number or { key: { name } }.';
    work.refuse(`input.${index}.template`, 'NOT_FOUND', message);
    return input;
  });
  return next(rows);
};

/** Verbs of services that do more than the generic ones. */
export const serviceCommands: readonly DomainRule[] = [
  command('ipam.Service', 'create', createServices, {
    template: {
      kind: 'ref',
      target: TEMPLATE,
      help: 'Template from which come name, protocol, ports and texts that the input leaves out',
    },
  }),
];
