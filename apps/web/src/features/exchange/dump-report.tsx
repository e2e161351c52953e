import { useState } from 'react';
import { Segments } from '../../ui/input.tsx';
import { Card } from '../../ui/panel.tsx';
import { numberCell, Table, type TableHead } from '../../ui/table.tsx';
import { Dim, Mono } from '../../ui/text.tsx';
import { Counts } from './counts.tsx';
import { Configuration, type ConfigurationReport, Media, type MediaReport } from './dump-extras.tsx';
import css from './exchange.module.css';

interface Refusal {
  id: string;
  code: string;
  message: string;
  field: string;
}

/** What happened to the rows of one table of a dump. */
export interface TableReport {
  table: string;
  entity: string | null;
  fate: 'imported' | 'links' | 'waiting' | 'derived';
  note: string | null;
  read: number;
  created: number;
  updated: number;
  unchanged: number;
  waiting: number;
  refused: number;
  incomplete: number;
  keptEdits?: number;
  refusals: Refusal[];
}

/** What the import of a dump did, or would do. */
export interface DumpReport {
  source: string;
  dryRun: boolean;
  durationMs: number;
  tables: TableReport[];
  findings: { entity: string; code: string; count: number; examples: string[] }[];
  totals: Record<string, number>;
  media?: MediaReport;
  configuration?: ConfigurationReport;
}

/** Whether a job's result is the report of a dump. */
export function isDumpReport(result: unknown): result is DumpReport {
  return typeof result === 'object' && result !== null && 'tables' in result && 'totals' in result;
}

const shows = [
  { value: 'rows', label: 'With rows' },
  { value: 'trouble', label: 'Refused or kept raw' },
  { value: 'all', label: 'All' },
];

/** The tables to show: all, those with rows, or those where something did not go in as it was. */
export function tablesShown(tables: readonly TableReport[], show: string): TableReport[] {
  return tables.filter((table) => {
    if (show === 'all') return true;
    if (show === 'trouble') return table.refused > 0 || table.waiting > 0 || table.incomplete > 0;
    return table.read > 0;
  });
}

function Line({ table }: { table: TableReport }) {
  const { read, created, updated, unchanged, waiting, refused, keptEdits = 0 } = table;
  return (
    <tr>
      <td>
        <Mono>{table.table}</Mono>
        {table.note ? <div className={css.help}>{table.note}</div> : null}
        {table.refusals.slice(0, 5).map((refusal) => (
          <div key={`${refusal.id}${refusal.field}`} className={css.bad}>
            #{refusal.id} {refusal.field} {refusal.message}
          </div>
        ))}
      </td>
      <td>{table.entity ?? <Dim>{table.fate === 'waiting' ? 'kept raw' : table.fate}</Dim>}</td>
      {[read, created, updated, unchanged, keptEdits, waiting].map((count, index) => (
        <td key={index} className={numberCell}>
          {count === 0 ? <Dim>0</Dim> : count.toLocaleString('en')}
        </td>
      ))}
      <td className={numberCell}>
        {refused === 0 ? <Dim>0</Dim> : <span className={css.bad}>{refused.toLocaleString('en')}</span>}
      </td>
    </tr>
  );
}

const figures = ['Read', 'Created', 'Updated', 'Unchanged', 'Edits kept', 'Raw', 'Refused'];

const heads: readonly TableHead[] = ['Table', 'Type', ...figures.map((label) => ({ label, isNumber: true }))];

function Tables({ tables }: { tables: readonly TableReport[] }) {
  const [show, setShow] = useState('rows');
  return (
    <Card
      title="Tables"
      aside={<Segments name="tables" label="Tables shown" value={show} options={shows} onChange={setShow} />}
      flush
    >
      <div className={css.scroll} tabIndex={0} role="region" aria-label="Tables of the dump">
        <Table heads={heads} className={css.table} isTall>
          {tablesShown(tables, show).map((table) => (
            <Line key={table.table} table={table} />
          ))}
        </Table>
      </div>
    </Card>
  );
}

function Findings({ findings }: { findings: DumpReport['findings'] }) {
  return (
    <Card title="Findings" aside="imported all the same, worth a look" flush>
      <Table heads={['Type', 'What', { label: 'Rows', isNumber: true }, 'For example']} className={css.table} isTall>
        {findings.map(({ entity, code, count, examples }) => (
          <tr key={entity + code}>
            <td>{entity}</td>
            <td>{code}</td>
            <td className={numberCell}>{count.toLocaleString('en')}</td>
            <td>{examples[0]}</td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}

/** The report of a dump: figures, what rules had to say, and every table. */
export function DumpReportView({ report }: { report: DumpReport }) {
  const { totals, dryRun, durationMs, findings, tables, media, configuration } = report;
  const of = (name: string) => totals[name] ?? 0;
  return (
    <>
      <Card title={dryRun ? 'Preview' : 'Import'} aside={`${Math.round(durationMs / 1000)} s`} flush>
        <Counts
          items={[
            ['rows read', of('read')],
            ['created', of('created')],
            ['updated', of('updated')],
            ['unchanged', of('unchanged')],
            ['local edits kept', of('keptEdits')],
            ['kept raw', of('waiting')],
            ['refused', of('refused'), true],
          ]}
        />
      </Card>
      {media ? <Media media={media} /> : null}
      {configuration ? <Configuration outcome={configuration} /> : null}
      {findings.length > 0 ? <Findings findings={findings} /> : null}
      <Tables tables={tables} />
    </>
  );
}
