import { quote, type Model, type NamedConstraint } from '@plumbline/engine';

/** A check of the database and a change of one row that it has to refuse. */
export interface Limit {
  readonly model: Model;
  readonly constraint: NamedConstraint;
  /** What is set, such as `"vid" = '4095'`; values are texts of the test's own. */
  readonly sets: string;
  /** Names rows that do not exist, so that a reference refuses when the check is gone. */
  readonly isDangling: boolean;
}

const NOWHERE = '00000000-0000-0000-0000-000000000001';

/** A value just beyond what a check about one column allows; null for other checks. */
const beyond = (sql: string): string | null => {
  const limit = /^"\w+" (>=|<=) (-?[\d.]+)$/.exec(sql);
  if (limit) return String(Number(limit[2]) + (limit[1] === '>=' ? -1 : 1));
  const between = /^"\w+" BETWEEN -?\d+ AND (\d+)$/.exec(sql);
  if (between) return String(Number(between[1]) + 1);
  const not = /^"\w+" <> (\d+)$/.exec(sql);
  if (not) return not[1] ?? null;
  if (/^"\w+" IN \('/.test(sql)) return 'z';
  if (/^"\w+" IN \(/.test(sql)) return '-99';
  if (/^"\w+" <> ''$/.test(sql)) return '';
  if (/^"\w+" ~ /.test(sql)) return '!';
  if (/^lower\("\w+"\) >= 1$/.test(sql)) return '{[0,9)}';
  if (/^upper\("\w+"\) <= 4095$/.test(sql)) return '{[9,4096)}';
  if (/^masklen\(\w+\) > 0$/.test(sql)) return '0.0.0.0/0';
  if (/^\w+ \* 2 = trunc\(/.test(sql)) return '1.3';
  return /^jsonb_typeof\("\w+"\) <> 'null'$/.test(sql) ? 'null' : null;
};

const columnIn = (sql: string): string => /^(?:\w+\()?"?(\w+)"?/.exec(sql)?.[1] ?? '';

const limitOf = (model: Model, constraint: NamedConstraint): Limit | null => {
  const { sql } = constraint;
  const choice = /^num_nonnulls\((.+)\) (=|<=) 1$/.exec(sql);
  if (choice) {
    const columns = (choice[1] ?? '').split(', ').map((column) => quote(column.replaceAll('"', '')));
    const isDangling = choice[2] === '<=';
    const value = isDangling ? `'${NOWHERE}'` : 'NULL';
    return { model, constraint, isDangling, sets: columns.map((column) => `${column} = ${value}`).join(', ') };
  }
  const value = beyond(sql);
  return value === null
    ? null
    : { model, constraint, isDangling: false, sets: `${quote(columnIn(sql))} = '${value.replaceAll("'", "''")}'` };
};

/** The checks of a model, each with a change that it refuses; exclusions have cases of their own. */
export const limitsOf = (model: Model): Limit[] =>
  model.constraints.flatMap((constraint) => limitOf(model, constraint) ?? []);

/** Whether tests can make a row: users and tokens live outside organizations, read-only rows are made by the product. */
export const isSampled = (model: Model): boolean =>
  !model.readOnly && !model.name.startsWith('users.') && model.name !== 'core.Organization';
