import { quote, type ManyToManyEdge, type Model } from '@plumbline/engine';
import { registry } from '../../src/index.ts';
import { attachedModels } from './seed.ts';
import { ORGANIZATIONS } from './ids.ts';
import { hiddenSql, type Hidden } from './world.ts';

const ORGANIZATION = `'${ORGANIZATIONS[0]}'`;

/** Statements as a list of ids that are gone, kept in a table for the length of the transaction. */
const GONE = 'gone';

const within = (model: Model): string =>
  model.global === null
    ? `t.organization_id = ${ORGANIZATION}`
    : `t.id::text LIKE '%-8000-0000%' OR t.id = ${ORGANIZATION}`;

const links = (): ManyToManyEdge[] =>
  registry.models.flatMap((model) =>
    [...model.edges.values()].filter((edge) => edge.kind === 'manyToMany').filter(({ owner }) => owner),
  );

/** Tables made by hand whose rows are about objects. */
const RECORDS = ['core.ChangeRecord', 'extras.WebhookDelivery'].map((name) => registry.model(name));

/** Adds to the rows that are gone those attached to them, and those attached to these in turn. */
const attachedToGone = (): string[] =>
  [...attachedModels(), ...RECORDS].map(
    (model) =>
      `INSERT INTO ${GONE} SELECT '${model.name}', t.id FROM ${quote(model.table)} t JOIN ${GONE} g ON g.type = t.object_type AND g.id = t.object_id`,
  );

/** Rows for administrators alone are hidden from every viewer, and with them what is about them. */
const administratorsRows = (): string[] =>
  registry.models
    .filter(({ administratorsOnly, handMade }) => administratorsOnly && !handMade)
    .map(
      (model) => `INSERT INTO ${GONE} SELECT '${model.name}', t.id FROM ${quote(model.table)} t WHERE ${within(model)}`,
    );

/** Statements after which the world is as if the hidden rows had never been. Only what points at them is written. */
export const removalOf = (hidden: Hidden): string[] => {
  const { model } = hidden;
  const targets = new Set([model.name]);
  for (const attached of attachedModels()) targets.add(attached.name);
  const touching = (name: string) =>
    registry
      .referrers(name)
      .map(
        ({ model: from, column }) =>
          `UPDATE ${quote(from.table)} t SET ${quote(column)} = NULL FROM ${GONE} g WHERE g.type = '${name}' AND t.${quote(column)} = g.id`,
      );
  return [
    `CREATE TEMP TABLE ${GONE} (type text, id uuid) ON COMMIT DROP`,
    `INSERT INTO ${GONE} SELECT '${model.name}', t.id FROM ${quote(model.table)} t WHERE (${within(model)}) AND ${hiddenSql(hidden, 't')}`,
    ...administratorsRows(),
    ...attachedToGone(),
    ...attachedToGone(),
    ...[...targets].flatMap(touching),
    ...links()
      .filter((edge) => edge.target === model.name)
      .map((edge) => `DELETE FROM ${quote(edge.through)} x USING ${GONE} g WHERE x.${quote(edge.far)} = g.id`),
    ...[...targets].map((name) => {
      const { table } = registry.model(name);
      return `DELETE FROM ${quote(table)} t USING ${GONE} g WHERE g.type = '${name}' AND t.id = g.id`;
    }),
    ...RECORDS.map(
      ({ name, table }) => `DELETE FROM ${quote(table)} t USING ${GONE} g WHERE g.type = '${name}' AND t.id = g.id`,
    ),
    ...ownLinks(model).map(
      (edge) => `DELETE FROM ${quote(edge.through)} x USING ${GONE} g WHERE x.${quote(edge.near)} = g.id`,
    ),
    `DELETE FROM core_search s USING ${GONE} g WHERE s.object_id = g.id`,
    ...(model.name === 'users.User' ? [`DELETE FROM users_membership m USING ${GONE} g WHERE m.user_id = g.id`] : []),
    `DELETE FROM core_change_set c WHERE c.organization_id = ${ORGANIZATION} AND NOT EXISTS (SELECT 1 FROM core_change_record r WHERE r.change_set_id = c.id)`,
  ];
};

const ownLinks = (model: Model): ManyToManyEdge[] =>
  [...model.edges.values()].filter((edge) => edge.kind === 'manyToMany').filter(({ owner }) => owner);
