import type { ImportReport, TableReport } from '@plumbline/engine';
import { table, type Terminal } from './terminal.ts';

const LISTED = 10;

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const tablesOf = ({ tables }: ImportReport): string[] => {
  const shown = tables.filter(({ fate, read }) => fate !== 'derived' && fate !== 'links' && read > 0);
  const rows = shown.map((each) => [
    each.table,
    each.entity ?? '-',
    each.read,
    each.created,
    each.updated,
    each.unchanged,
    each.waiting,
    each.refused,
  ]);
  return table(['table', 'becomes', 'read', 'created', 'updated', 'unchanged', 'waiting', 'refused'], rows);
};

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];

const refusalsOf = (each: TableReport): string[] => {
  const listed = each.refusals
    .slice(0, LISTED)
    .map(({ id, field, message }) => `${each.table} ${id}${field === '' ? '' : ` ${field}`}: ${message}`);
  const more = each.refused + each.incomplete - listed.length;
  return more > 0 ? [...listed, `${each.table}: and ${more} more`] : listed;
};

const valueText = (value: unknown): string => (value === null ? 'nothing' : JSON.stringify(value));

const editsOf = (each: TableReport): string[] => {
  const listed = each.edits.slice(0, LISTED).map(({ id, number, field, local, source }) => {
    const object = number === null ? '' : ` (#${number})`;
    return `${each.table} ${id}${object} ${field}: stays ${valueText(local)}, the source has ${valueText(source)}`;
  });
  const more = each.keptEdits - listed.length;
  return more > 0 ? [...listed, `${each.table}: and ${more} more`] : listed;
};

const rawColumns = ({ tables }: ImportReport): string[] =>
  tables.flatMap((each) => {
    const raw = each.columns.filter(({ fate }) => fate === 'raw').map(({ name, rows }) => `${name} (${rows})`);
    return raw.length === 0 ? [] : [`${each.table}: ${raw.join(', ')}`];
  });

const differencesOf = (each: TableReport): string[] =>
  each.differences.map(({ column, rows, example }) => `${each.table} ${column}: ${rows} rows, such as ${example}`);

const notesOf = (report: ImportReport, fate: TableReport['fate']): string[] =>
  report.tables
    .filter((each) => each.fate === fate && each.read > 0)
    .map(({ table: name, read, note }) => `${name} (${read}): ${note ?? ''}`);

const findingsOf = ({ findings }: ImportReport): string[] =>
  findings.map(({ entity, code, count, examples }) => `${entity} ${code} (${count}): ${examples[0] ?? ''}`);

const summaryOf = ({ dryRun, durationMs, totals }: ImportReport): string => {
  const { read, created, updated, unchanged, waiting, refused, incomplete, derived, keptEdits } = totals;
  const what = dryRun ? 'Dry run, nothing is stored' : 'Import done';
  const partial = incomplete > 0 ? `, ${incomplete} without a refused value` : '';
  const edits = keptEdits > 0 ? `, ${keptEdits} local edits kept` : '';
  return `${what} in ${seconds(durationMs)}: ${read} rows read, ${created} created, ${updated} updated, ${unchanged} unchanged, ${waiting} waiting for a model, ${refused} refused${partial}, ${derived} of bookkeeping${edits}.`;
};

/** Prints what an import did, table by table, and everything that did not find its place. */
export const printReport = (report: ImportReport, terminal: Terminal): void => {
  const lines = [
    ...tablesOf(report),
    ...section('Refused', report.tables.flatMap(refusalsOf)),
    ...section('Kept local edits; --overwrite takes the source', report.tables.flatMap(editsOf)),
    ...section('Noticed by rules, stored all the same', findingsOf(report)),
    ...section('Worked out by the source otherwise than here', report.tables.flatMap(differencesOf)),
    ...section('Columns kept encrypted until there is a field for them', rawColumns(report)),
    ...section('Tables kept encrypted until there is a model for them', notesOf(report, 'waiting')),
    ...section('Tables that became part of others', notesOf(report, 'links')),
    ...section('Tables of bookkeeping, not needed', notesOf(report, 'derived')),
    '',
    summaryOf(report),
  ];
  for (const line of lines) terminal.print(line);
};

/** What became of NetBox's media, as the job tells it. */
export interface MediaOutcome {
  readonly read: number;
  readonly stored: number;
  readonly unchanged: number;
  readonly unnamed: number;
  readonly missing: readonly string[];
}

/** Prints how many files came, and names those that rows ask for and that were nowhere. */
export const printMedia = ({ read, stored, unchanged, unnamed, missing }: MediaOutcome, terminal: Terminal): void => {
  const counts = `${stored} files stored, ${unchanged} here already, ${unnamed} that no row names.`;
  const lines = [...section('Files that rows name and that are missing', missing), ...(read > 0 ? ['', counts] : [])];
  for (const line of lines) terminal.print(line);
};

/** What became of NetBox's configuration, as the job tells it. */
export interface ConfigurationOutcome {
  readonly set: readonly { readonly setting: string; readonly value: unknown }[];
  readonly unchanged: readonly string[];
  readonly refused: readonly { readonly name: string; readonly message: string }[];
  readonly choices: readonly {
    readonly key: string;
    readonly choiceSet: string | null;
    readonly values: number;
    readonly changed: number;
    readonly stay: readonly string[];
    readonly problem: string | null;
  }[];
  readonly left: readonly string[];
  readonly computed: readonly string[];
  readonly unplaced: readonly string[];
}

const choicesLine = ({
  key,
  choiceSet,
  values,
  changed,
  stay,
  problem,
}: ConfigurationOutcome['choices'][number]): string => {
  const kept = stay.length === 0 ? '' : `; ${stay.join(', ')} stay`;
  const counts = choiceSet === null ? '' : ` ${values} values of ${choiceSet}, ${changed} changed${kept}.`;
  return `${key}:${counts}${problem === null ? '' : ` ${problem}`}`;
};

/** Prints what was taken over of a configuration. */
export const printConfiguration = (outcome: ConfigurationOutcome, terminal: Terminal): void => {
  const { set, unchanged, refused, choices, left, computed, unplaced } = outcome;
  const lines = [
    ...section(
      'Settings taken over',
      set.map(({ setting, value }) => `${setting}: ${valueText(value)}`),
    ),
    ...section('Settings that had their value already', unchanged),
    ...section('Choices', choices.map(choicesLine)),
    ...section('Left behind', left),
    ...section(
      'Settings refused',
      refused.map(({ name, message }) => `${name}: ${message}`),
    ),
    ...section('Worked out when the file runs; set them by hand', computed),
    ...section('Without a setting here', unplaced),
  ];
  for (const line of lines) terminal.print(line);
};
