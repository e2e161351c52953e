import type { DataSource } from 'typeorm';
import {
  quote,
  type Edge,
  type ManyToManyEdge,
  type Model,
  type Registry,
  type ScalarField,
} from '../../src/registry/model.ts';

/** Rows to make of each model in each organization. */
export interface SeedOptions {
  readonly registry: Registry;
  readonly organizations: readonly string[];
  readonly rows: number;
}

/** Id of the n-th row of a model in an organization. */
export const rowId = (registry: Registry, model: string, organization: number, n: number): string => {
  const index = registry.models
    .findIndex((m) => m.name === model)
    .toString(16)
    .padStart(4, '0');
  return `01900000-${index}-7000-8000-${organization.toString(16).padStart(4, '0')}${n.toString(16).padStart(8, '0')}`;
};

const literal = (value: unknown): unknown => {
  if (Array.isArray(value)) return value;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
};

const scalarValue = (field: ScalarField, n: number): unknown => {
  if (field.name === 'number') return n + 1;
  if (field.name === 'rowVersion') return 1;
  if (field.name === 'customFields')
    return JSON.stringify({ cust_id: `D${n}`, size: n, flags: ['a', `f${n}`], none: null, 'a"b': { c: n } });
  if (field.nullable && n % 5 === 4) return null;
  if (field.spec.kind === 'secret') return Buffer.from('x');
  if (field.spec.kind === 'text' && n % 7 === 3) return `ü "${field.name}"\\${n}`.slice(0, field.spec.max ?? 200);
  if (field.spec.kind === 'idRanges') return `{[${n + 1},${n + 100}]}`;
  return literal(field.type.sample(n, field.spec));
};

class Seeder {
  readonly #options: SeedOptions;

  constructor(options: SeedOptions) {
    this.#options = options;
  }

  id(model: string, organization: number, n: number): string {
    return rowId(this.#options.registry, model, organization, n % this.#options.rows);
  }

  #edgeValues(model: Model, edge: Edge, org: number, n: number): [string, unknown][] {
    if (edge.kind === 'one') {
      const isEmpty = edge.nullable && n % 4 === 3;
      if (edge.target === model.name)
        return [[edge.column, n === 0 || isEmpty ? null : this.id(edge.target, org, Math.floor((n - 1) / 2))]];
      return [[edge.column, isEmpty ? null : this.id(edge.target, org, Math.floor(n / 2))]];
    }
    if (edge.kind !== 'arc') return [];
    const arm = edge.nullable && n % 5 === 4 ? -1 : n % edge.arms.length;
    return edge.arms.map((a, i) => [a.column, i === arm ? this.id(a.target, org, Math.floor(n / 2)) : null]);
  }

  #path(model: Model, org: number, n: number): string {
    const edge = model.edges.get(model.tree ?? '');
    const path = [this.id(model.name, org, n)];
    for (let at = n; at > 0 && !(edge?.kind === 'one' && edge.nullable && at % 4 === 3); ) {
      at = Math.floor((at - 1) / 2);
      path.unshift(this.id(model.name, org, at));
    }
    return `{${path.join(',')}}`;
  }

  row(model: Model, org: number, n: number): Map<string, unknown> {
    const { organizations } = this.#options;
    const id = model.global?.kind === 'self' ? organizations[org] : this.id(model.name, org, n);
    const row = new Map<string, unknown>([['id', id]]);
    if (model.global === null) row.set('organization_id', organizations[org]);
    if (model.global?.kind === 'column') row.set(model.global.column, organizations[org]);
    for (const field of model.scalars.values())
      if (field.name !== 'id' && field.spec.generated === undefined)
        row.set(field.column, scalarValue(field, model.global === null ? n : org * this.#options.rows + n));
    if (model.tree !== null) row.set('tree_path', this.#path(model, org, n));
    for (const edge of model.edges.values())
      for (const [column, value] of this.#edgeValues(model, edge, org, n)) row.set(column, value);
    return row;
  }

  links(model: Model, edge: ManyToManyEdge, org: number, n: number): string[][] {
    const organization = this.#options.organizations[org] ?? '';
    const near = this.id(model.name, org, n);
    const far = [...new Set([this.id(edge.target, org, n), this.id(edge.target, org, n + 1)])];
    return far.map((id) => [organization, ...(edge.objectType === undefined ? [] : [edge.objectType]), near, id]);
  }
}

const insert = async (
  dataSource: DataSource,
  table: string,
  columns: readonly string[],
  rows: readonly unknown[][],
): Promise<void> => {
  for (let at = 0; at < rows.length; at += 200) {
    const part = rows.slice(at, at + 200);
    const values: unknown[] = [];
    const tuples = part.map((row) => `(${row.map((value) => `$${values.push(value)}`).join(', ')})`);
    await dataSource.query(
      `INSERT INTO ${quote(table)} (${columns.map(quote).join(', ')}) VALUES ${tuples.join(', ')}`,
      values,
    );
  }
};

/** Fills every table of the registry with rows that follow from their position alone; constraints other than keys must be off. */
export const seed = async (dataSource: DataSource, options: SeedOptions): Promise<void> => {
  const { registry, organizations, rows } = options;
  const seeder = new Seeder(options);
  for (const model of registry.models.filter((m) => !m.handMade))
    for (const org of organizations.keys()) {
      const count = model.global?.kind === 'self' ? 1 : rows;
      const made = Array.from({ length: count }, (_, n) => seeder.row(model, org, n));
      const [first] = made;
      if (first)
        await insert(
          dataSource,
          model.table,
          [...first.keys()],
          made.map((row) => [...row.values()]),
        );
    }
  for (const model of registry.models)
    for (const edge of model.edges.values()) {
      if (edge.kind !== 'manyToMany' || !edge.owner) continue;
      const columns = [
        'organization_id',
        ...(edge.objectType === undefined ? [] : ['object_type']),
        edge.near,
        edge.far,
      ];
      for (const org of organizations.keys())
        await insert(
          dataSource,
          edge.through,
          columns,
          Array.from({ length: rows }, (_, n) => seeder.links(model, edge, org, n)).flat(),
        );
    }
};

/** Search rows as the write pipeline keeps them: a row per searched field. */
export const seedSearch = async (dataSource: DataSource, registry: Registry): Promise<void> => {
  for (const model of registry.models)
    for (const field of model.scalars.values()) {
      if (field.spec.search === undefined || model.global !== null || model.handMade) continue;
      const isAddress = field.spec.kind === 'ipHost' || field.spec.kind === 'ipCidr';
      await dataSource.query(
        `INSERT INTO core_search (organization_id, object_type, object_id, field, value, address, weight)
         SELECT organization_id, $1, id, $2, ${quote(field.column)}::text, ${isAddress ? quote(field.column) : 'NULL::inet'}, $3
         FROM ${quote(model.table)} WHERE ${quote(field.column)} IS NOT NULL`,
        [model.name, field.name, field.spec.search],
      );
    }
};
