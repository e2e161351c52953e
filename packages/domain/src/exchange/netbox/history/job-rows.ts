import type { DumpRow, DumpTable } from '@plumbline/engine';
import { cellOf } from '../catalog.ts';
import { instantOf, jsonListOf } from '../values.ts';

/** A finished run of a background job, as another system kept it. */
export interface PastJob {
  /** Id in the source. */
  readonly id: string;
  readonly label: string;
  readonly status: 'completed' | 'failed' | 'cancelled';
  readonly log: readonly { readonly at: string; readonly text: string }[];
  /** What the job was about and how it was planned. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly result: unknown;
  readonly error: string | null;
  /** User id in the source. */
  readonly user: string | null;
  /** Content type and id of the object it was started from. */
  readonly object: { readonly type: string; readonly id: string } | null;
  readonly created: string;
  readonly started: string | null;
  readonly finished: string;
}

const ENDED: Readonly<Record<string, PastJob['status']>> = {
  completed: 'completed',
  errored: 'failed',
  failed: 'failed',
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textIn = (record: Readonly<Record<string, unknown>>, ...names: readonly string[]): string | null => {
  for (const name of names) {
    const value = record[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
};

const lineOf = (entry: unknown, at: string): PastJob['log'][number][] => {
  if (!isRecord(entry)) return [];
  const message = textIn(entry, 'message');
  if (message === null) return [];
  const level = textIn(entry, 'level', 'status');
  const time = textIn(entry, 'timestamp', 'time');
  return [{ at: time ?? at, text: level === null ? message : `${level}: ${message}` }];
};

const parsed = (text: string | null): unknown => (text === null || text === '' ? null : (JSON.parse(text) as unknown));

/** Lines of a job's own log, and before 4.3 those of a script's. */
const logOf = (entries: string | null, data: unknown, at: string): PastJob['log'] => {
  const own = entries === null || entries === '' ? [] : jsonListOf(entries);
  const script = isRecord(data) && Array.isArray(data['log']) ? (data['log'] as unknown[]) : [];
  return [...own, ...script].flatMap((entry) => lineOf(entry, at));
};

const given = (values: Readonly<Record<string, string | null>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, value] as const])),
  );

/** Reads a job; what had not ended will never go on here and counts as cancelled. */
export const pastJob = (typeOf: (id: string) => string | null, table: DumpTable, row: DumpRow): PastJob => {
  const cell = (column: string): string | null => cellOf(table, row, column);
  const time = (column: string): string | null => {
    const text = cell(column);
    return text === null ? null : String(instantOf(text));
  };
  const data = parsed(cell('data'));
  const created = time('created') ?? '1970-01-01T00:00:00Z';
  const state = cell('status') ?? '';
  const status = ENDED[state] ?? 'cancelled';
  const [type, objectId] = [cell('object_type_id'), cell('object_id')];
  const error = cell('error') === '' ? null : cell('error');
  return {
    id: cell('id') ?? '',
    label: cell('name') || 'Job of NetBox',
    status,
    log: logOf(cell('log_entries'), data, created),
    input: {
      status: state,
      ...given({
        scheduled: time('scheduled'),
        interval: cell('interval'),
        jobId: cell('job_id'),
        queueName: cell('queue_name'),
        notifications: cell('notifications'),
      }),
    },
    result: data,
    error: status === 'cancelled' ? (error ?? `It had not ended in NetBox when the dump was made: ${state}.`) : error,
    user: cell('user_id'),
    object: type === null || objectId === null ? null : { type: typeOf(type) ?? `content type ${type}`, id: objectId },
    created,
    started: time('started'),
    finished: time('completed') ?? time('started') ?? created,
  };
};
