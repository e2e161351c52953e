import { quote, type Model, type ScalarField } from '../registry/model.ts';
import { columnSql, type StatementBuilder } from './context.ts';
import { limitedTypes, namesOf, seenValueSql } from './seen-values.ts';

/** Types of custom fields whose values are ids of objects. */
const REFERENCES = "('object', 'multiobject')";

/** Definitions of the custom fields that name objects of some types, by alias. */
export const namingFields = (
  builder: StatementBuilder,
  definitions: Model,
  limited: readonly Model[],
): { readonly from: string; readonly where: string; readonly name: string; readonly type: string } => {
  const row = builder.alias('cd');
  const column = (key: string): string => columnSql(row, definitions.scalars.get(key)?.column ?? key);
  const [kind, type] = [column('type'), column('relatedObjectType')];
  return {
    from: `${quote(definitions.table)} ${row}`,
    where: `${row}.organization_id = ${builder.add(builder.context.actor.organizationId, 'uuid')} AND ${kind} IN ${REFERENCES} AND ${type} = ANY(${namesOf(builder, limited)})`,
    name: column('name'),
    type,
  };
};

/**
 * Custom field values of the row behind an alias, as the viewer sees them: an object the viewer may not see is null, and
 * left out of a list.
 *
 * The plain column for who sees every object. Others pay a look at the definitions for each row that has values.
 */
export const customValuesSql = (builder: StatementBuilder, alias: string, field: ScalarField): string => {
  const stored = columnSql(alias, field.column);
  const definitions = builder.context.registry.providing('customFields');
  const limited = definitions ? limitedTypes(builder.context) : [];
  if (!definitions || limited.length === 0) return stored;
  const { from, where, name, type } = namingFields(builder, definitions, limited);
  const shown = seenValueSql(builder, limited, `(${stored} -> ${name})`, type);
  return `(CASE WHEN ${stored} = '{}' THEN ${stored} ELSE ${stored} || coalesce((
    SELECT jsonb_object_agg(${name}, ${shown}) FROM ${from} WHERE ${where} AND jsonb_exists(${stored}, ${name})), '{}') END)`;
};
