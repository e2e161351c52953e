import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findField } from '@plumbline/render';
import { registry } from '../../src/index.ts';
import { contractOf } from '../../src/render/contract/contract.ts';
import type { Names } from '../reference/comparison.ts';

const shared = process.env['PLUMBLINE_SHARED'] ?? join(__dirname, '../../../../../shared');
const folder = join(shared, 'reference');
const isThere = existsSync(folder);
const describeReal = isThere ? describe : describe.skip;
const read = <T>(name: string): T => JSON.parse(readFileSync(join(folder, name), 'utf8')) as T;

interface ReferenceField {
  readonly kind: string;
  readonly to?: string;
  readonly relatedName?: string;
}

interface ReferenceModel {
  readonly fields: Readonly<Record<string, ReferenceField>>;
  readonly reverseGeneric?: Readonly<Record<string, unknown>>;
}

type Models = Readonly<Record<string, ReferenceModel>>;

/** Names of NetBox that templates have no use for, or can't have, by the reason. */
const WITHOUT: Readonly<Record<string, RegExp>> = {
  'begins with an underscore, which Jinja hides': /\._/,
  'where a row stands in a tree is told by parent and children': /\.(lft|rght|tree_id|level)$/,
  'a counter; sets have count()': /_count$/,
  'type and id of a reference to several types; the reference itself is there': /_(type|id)$/,
  'ends of cables behind every place; the ports there have theirs': /\.(cabletermination_set|cable_terminations)$/,
  'secret, and in no record': /\.(auth_psk|auth_key|preshared_key|secret)$/,
  'people and what belongs to them': /\.(user|users|user_groups|groups|created_by)$/,
  'everything somebody owns': /^users\.owner\.\w+_set$/,
  'synchronization, files and rows about objects of any type':
    /\.(data_file|data_source|events|event_rules|object|assigned_object|parent|image|front_image|rear_image)$/,
  'lists that only the model of NetBox leads to':
    /^(extras\.tag\.extras_taggeditem_items|extras\.customfieldchoiceset\.choices_for|dcim\.modulebay\.inventory_items)$/,
};

/** `model.name` of every field and every list of other models that leads to it, as Django names it. */
const namesOf = (models: Models): string[] =>
  Object.entries(models).flatMap(([model, { fields, reverseGeneric = {} }]) => [
    ...[...Object.keys(fields), ...Object.keys(reverseGeneric)].map((name) => `${model}.${name}`),
    ...Object.values(fields).flatMap(({ kind, to, relatedName }) => {
      if (!['fk', 'o2o', 'm2m'].includes(kind) || typeof to !== 'string' || relatedName === '+') return [];
      const own = (model.split('.')[1] ?? '') + (kind === 'o2o' ? '' : '_set');
      return [`${to}.${relatedName ?? own}`];
    }),
  ]);

describeReal('the names of templates beside those of NetBox', () => {
  const { types } = contractOf(registry);
  const names = isThere ? read<Names>('names.json') : {};
  const models = isThere ? read<{ models: Models }>('netbox-4.6.json').models : {};
  const typeOf = (model: string) => {
    const own = Object.values(types).filter(({ name }) => name.endsWith(`.${names[model]?.type}`));
    return own.find(({ name }) => name.startsWith(`${model.split('.')[0]}.`)) ?? own[0];
  };
  const missing = [...new Set(namesOf(models))].filter((name) => {
    const [, model = '', field = ''] = /^(\w+\.\w+)\.(\w+)$/.exec(name) ?? [];
    const type = typeOf(model);
    return type !== undefined && findField(type, field) === null;
  });

  test('every name of a model that templates see is there, or is none for them', () => {
    const reasons = Object.values(WITHOUT);
    expect(missing.filter((name) => !reasons.some((reason) => reason.test(name)))).toEqual([]);
  });

  test.each(Object.entries(WITHOUT))('%s stands for something', (_why, reason) => {
    expect(missing.filter((name) => reason.test(name))).not.toEqual([]);
  });
});
