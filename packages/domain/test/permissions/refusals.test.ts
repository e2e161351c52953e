import { grantPredicates, quote, type Actor, type Writer } from '@plumbline/engine';
import type { Problem } from '@plumbline/kit';
import { registry } from '../../src/index.ts';
import { Plant } from '../plant.ts';
import { refusals } from '../rules/all-cases.ts';
import type { Refusal } from '../rules/case.ts';
import { write } from '../rules/harness.ts';
import { NAMING } from './naming-rules.ts';
import { viewerOf, type Typed } from './viewers.ts';

const PATIENCE_MS = 120_000;

let plant: Plant;
let writer: Writer;

beforeAll(async () => {
  plant = await Plant.open();
  writer = plant.seeing(grantPredicates(registry));
}, PATIENCE_MS);
afterAll(() => plant?.close());

const madeSince = (record: number): Promise<Typed[]> =>
  plant.dataSource.query(
    `SELECT DISTINCT object_type AS type, object_id AS id FROM core_change_record
     WHERE organization_id = $1 AND number > $2`,
    [plant.actor.organizationId, record],
  );

/** Number of the latest change record; a time would not do, since much happens within a millisecond. */
const lastRecord = async (): Promise<number> => {
  const [row] = await plant.dataSource.query<{ last: number | null }[]>(
    'SELECT max(number) AS last FROM core_change_record',
  );
  return row?.last ?? 0;
};

/** What tells a row from others: texts with a digit, as names, addresses and ids have them. */
const marksOf = async (rows: readonly Typed[]): Promise<Set<string>> => {
  const marks = new Set(rows.map(({ id }) => id));
  for (const type of new Set(rows.map((row) => row.type))) {
    const ids = rows.filter((row) => row.type === type).map(({ id }) => id);
    const found = await plant.dataSource.query<{ row: Record<string, unknown> }[]>(
      `SELECT to_jsonb(t) AS row FROM ${quote(registry.model(type).table)} t WHERE id = ANY($1)`,
      [ids],
    );
    for (const value of found.flatMap(({ row }) => Object.values(row)))
      if (typeof value === 'string' && value.length > 2 && /\d/.test(value))
        marks.add(value.replace(/\/(32|128)$/, ''));
  }
  return marks;
};

interface Told {
  readonly seen: readonly Problem[];
  readonly unseen: readonly Problem[];
  /** Texts of hidden rows in what is told to who sees them, and to who does not. */
  readonly named: readonly string[];
  readonly leaked: readonly string[];
}

/** Templates are part of the types that an input names: components get their names. */
const isPartOfType = (type: string): boolean => type.endsWith('Template') && type.startsWith('dcim.');

/** What a case is refused with for an administrator, and for who sees only what the input names. */
const toldOf = async (item: Refusal): Promise<Told> => {
  const start = await lastRecord();
  const slot = await item.slots(plant, 1);
  const input = slot(0, false);
  const text = JSON.stringify(input);
  const made = await madeSince(start);
  const hidden = made.filter(({ type, id }) => !text.includes(id) && !isPartOfType(type));
  const known = [...(await marksOf(made.filter(({ id }) => text.includes(id))))].join('\n');
  const marks = [...(await marksOf(hidden))].filter((mark) => !text.includes(mark) && !known.includes(mark));
  const errorsOf = async (actor: Actor): Promise<readonly Problem[]> =>
    (await writer.run(actor, { dryRun: true }, (work) => write(work, item.model, item.verb ?? 'create', [input])))
      .errors;
  const [seen, unseen] = [await errorsOf(plant.actor), await errorsOf(viewerOf(plant.actor, hidden))];
  const within = (problems: readonly Problem[]) => {
    const said = JSON.stringify(problems);
    return marks.filter((mark) => said.includes(mark));
  };
  return { seen, unseen, named: within(seen), leaked: within(unseen) };
};

/** Administrators alone write these, and they see everything. */
const isWrittenByOthers = ({ model }: Refusal): boolean => registry.model(model).spec.options.administration !== true;

const titleOf = ({ by, title }: Refusal): string => `${by[0] ?? ''}: ${title}`;

const cases = refusals.filter(isWrittenByOthers);
const isLong = process.env['PLUMBLINE_FULL'] === '1';
const asked = isLong ? cases : cases.filter((item) => NAMING.includes(titleOf(item)));

const naming: string[] = [];

/** Cases of their own organization leave fields behind that other cases would have to fill. */
afterEach(() => plant.dataSource.query('UPDATE extras_custom_field SET required = false'));

test.each(asked.map((item) => [titleOf(item), item] as const))('%s', async (title, item) => {
  const { seen, unseen, named, leaked } = await toldOf(item);
  const codesOf = (problems: readonly Problem[]) => problems.map(({ path, code }) => `${path} ${code}`);
  if (named.length > 0) naming.push(title);
  expect({ title, leaked, unseen }).toEqual({ title, leaked: [], unseen });
  expect(codesOf(unseen)).toEqual(codesOf(seen));
});

test('the refusals that name rows to those who see them are the ones asked in the short run', () => {
  expect(naming.toSorted()).toEqual([...NAMING].toSorted());
});
