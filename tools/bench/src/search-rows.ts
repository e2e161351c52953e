import { quote, systemTablesSql, type Model, type Registry } from '@plumbline/engine';
import { BENCH_ORGANIZATION } from './fill.ts';

const isAddress = (kind: string): boolean => kind === 'ipHost' || kind === 'ipCidr';

const rowsOf = (model: Model): string[] =>
  [...model.scalars.values()].flatMap(({ name, column, spec }) => {
    if (spec.search === undefined || spec.secret === true || model.global !== null) return [];
    const value = quote(column);
    return [
      `INSERT INTO core_search (organization_id, object_type, object_id, field, value, address, weight)
       SELECT organization_id, '${model.name}', id, '${name}', left(${value}::text, 4000),
         ${isAddress(spec.kind) ? `${value}::inet` : 'NULL'}, ${spec.search}
       FROM ${quote(model.table)} WHERE organization_id = '${BENCH_ORGANIZATION}' AND ${value} IS NOT NULL`,
    ];
  });

const indexes = systemTablesSql.filter((sql) => /^CREATE INDEX \w+ ON core_search/.test(sql));

const nameOf = (sql: string): string => /^CREATE INDEX (\w+)/.exec(sql)?.[1] ?? '';

/** Statements that give generated rows their search rows, as the write pipeline keeps them; indexes are made at the end. */
export const searchFills = (registry: Registry): readonly string[] => [
  ...indexes.map((sql) => `DROP INDEX ${nameOf(sql)}`),
  ...registry.models.filter((model) => !model.handMade).flatMap(rowsOf),
  ...indexes,
];
