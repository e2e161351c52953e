import { quote, type ScalarField } from '../registry/model.ts';
import { columnSql, isWhollyVisible, whereSql, type StatementBuilder } from './context.ts';
import { customValuesSql } from './custom-values.ts';
import { tableSql } from './display.ts';
import { isLogged, LOGGED, loggedFieldsSql } from './logged-values.ts';

/** Whether a stored count has to be counted anew for the caller, who may not see all that it counts. */
const isRecounted = ({ context }: StatementBuilder, { spec }: ScalarField): boolean =>
  spec.counts !== undefined && !isWhollyVisible(context, context.registry.model(spec.counts.of));

/** Whether what a caller sees of a field may be less than its column holds. */
export const isNarrowed = ({ name, spec }: ScalarField): boolean =>
  spec.counts !== undefined || name === 'customFields' || LOGGED.has(name);

/**
 * The value of a field of the row behind an alias: its column, or what the caller may see of what a stored count counts,
 * of objects that custom fields name, and of what the log keeps.
 */
export const valueSql = (builder: StatementBuilder, alias: string, field: ScalarField): string => {
  if (field.name === 'customFields') return customValuesSql(builder, alias, field);
  if (isLogged(builder.context.registry, field)) return loggedFieldsSql(builder, alias, field);
  const { counts } = field.spec;
  if (!counts || !isRecounted(builder, field)) return columnSql(alias, field.column);
  const target = builder.context.registry.model(counts.of);
  const rows = builder.alias('n');
  const where = whereSql([
    `${rows}.organization_id = ${alias}.organization_id`,
    ...builder.visible(target, rows),
    counts.where.replaceAll('{rows}', rows).replaceAll('{own}', alias),
  ]);
  const counted = counts.distinct === undefined ? '*' : `DISTINCT ${rows}.${quote(counts.distinct)}`;
  // without a row there is nothing to count
  return `(CASE WHEN ${alias}.id IS NOT NULL THEN (SELECT count(${counted})::int4 FROM ${tableSql(target, rows)}${where}) END)`;
};
