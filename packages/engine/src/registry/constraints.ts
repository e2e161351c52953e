import { createHash } from 'node:crypto';
import { snakeCase, words, type EntitySpec, type FieldSpec, type UniqueSpec } from '@plumbline/kit';
import { quote, type NamedConstraint, type ScalarField, type UniqueRule } from './model.ts';

const MAX_IDENTIFIER = 63;

/** A name that changes with its definition, so that a changed constraint is a new one to the schema diff. */
export const hashedName = (stem: string, definition: string): string => {
  const hash = createHash('sha256').update(definition).digest('hex').slice(0, 8);
  return `${stem.slice(0, MAX_IDENTIFIER - 9)}_${hash}`;
};

const LOWER = /^lower\((\w+)\)$/;

const columnsOf = (field: FieldSpec | undefined, key: string): string[] => {
  if (field?.kind === 'ref') return [`${snakeCase(key)}_id`];
  if (field?.kind === 'arc')
    return Object.keys(field.targets ?? {}).map((arm) => `${snakeCase(key)}_${snakeCase(arm)}_id`);
  return [snakeCase(key)];
};

const expressionsOf = (spec: EntitySpec, part: string): string[] => {
  const lowered = LOWER.exec(part)?.[1];
  if (lowered) return [`lower(${quote(snakeCase(lowered))})`];
  return columnsOf(spec.fields.get(part), part).map(quote);
};

/** Rows without a value are unlike all others, so that the index need not hold them. */
const filledSql = (spec: EntitySpec, { fields, nullsEqual = false }: UniqueSpec): string | null => {
  if (nullsEqual) return null;
  const optional = fields.filter(
    (part) => spec.fields.get(part)?.optional === true && spec.fields.get(part)?.kind !== 'arc',
  );
  const columns = optional.flatMap((part) => columnsOf(spec.fields.get(part), part));
  return columns.length === 0 ? null : columns.map((column) => `${quote(column)} IS NOT NULL`).join(' AND ');
};

const uniqueRule = (spec: EntitySpec, table: string, declared: UniqueSpec): UniqueRule => {
  const only = declared.where ?? filledSql(spec, declared);
  const own = declared.fields.flatMap((part) => expressionsOf(spec, part));
  const expressions = spec.options.global ? own : [quote('organization_id'), ...own];
  const fields = declared.fields.map((part) => LOWER.exec(part)?.[1] ?? part);
  const definition = JSON.stringify([expressions, only, declared.nullsEqual ?? false]);
  const subject = fields.map((field) => words(field)).join(' and ');
  return {
    name: hashedName(`uq_${table}_${fields.map(snakeCase).join('_')}`, definition),
    fields,
    expressions,
    ...(declared.where !== undefined && { where: declared.where }),
    only,
    nullsEqual: declared.nullsEqual ?? false,
    code: declared.code ?? 'DUPLICATE',
    message: declared.message ?? `Another ${words(spec.type)} has the same ${subject}.`,
  };
};

/** Uniqueness rules of an entity; each has its number and, unless global, its organization. */
export const uniqueOf = (spec: EntitySpec, table: string, _scalars: ReadonlyMap<string, ScalarField>): UniqueRule[] => {
  const declared = (spec.options.unique ?? []).map((u): UniqueSpec => ('fields' in u ? u : { fields: u }));
  const number: UniqueSpec = { fields: ['number'], code: 'NUMBER_TAKEN', message: 'That number is taken.' };
  return [...declared, ...(spec.options.handMade ? [] : [number])].map((unique) => uniqueRule(spec, table, unique));
};

const fieldChecks = (table: string, scalar: ScalarField): NamedConstraint[] =>
  (scalar.type.checks?.(scalar.spec, quote(scalar.column)) ?? []).map((sql) => ({
    name: hashedName(`ck_${table}_${scalar.column}`, sql),
    kind: 'check',
    sql,
    code: 'BAD_USER_INPUT',
    message: `${words(scalar.name)} is outside what the field allows.`,
    field: scalar.name,
  }));

const arcCheck = (table: string, field: FieldSpec): NamedConstraint => {
  const columns = columnsOf(field, field.key).map(quote).join(', ');
  const sql = `num_nonnulls(${columns}) ${field.optional ? '<=' : '='} 1`;
  return {
    name: hashedName(`ck_${table}_${snakeCase(field.key)}`, sql),
    kind: 'check',
    sql,
    code: 'BAD_USER_INPUT',
    message: `${words(field.key)} takes ${field.optional ? 'at most' : 'exactly'} one object.`,
    field: field.key,
  };
};

/** Check and exclusion constraints of an entity: by kind, by arc, and declared ones. */
export const constraintsOf = (
  spec: EntitySpec,
  table: string,
  scalars: ReadonlyMap<string, ScalarField>,
): NamedConstraint[] => {
  const declared = (kind: 'check' | 'exclusion') =>
    (kind === 'check' ? (spec.options.checks ?? []) : (spec.options.exclusions ?? [])).map(
      (c): NamedConstraint => ({
        name: hashedName(`${kind === 'check' ? 'ck' : 'ex'}_${table}_${c.rule}`, c.sql),
        kind,
        sql: c.sql,
        code: c.code,
        message: c.message,
      }),
    );
  return [
    ...[...scalars.values()].filter((scalar) => !scalar.system).flatMap((scalar) => fieldChecks(table, scalar)),
    ...[...spec.fields.values()].filter((field) => field.kind === 'arc').map((field) => arcCheck(table, field)),
    ...declared('check'),
    ...declared('exclusion'),
  ];
};
