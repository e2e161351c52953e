import { derive, rule, type Draft, type DomainRule, type Model, type Registry, type Work } from '@plumbline/engine';
import { didYouMean } from '@plumbline/kit';
import { groupBy } from '../../group.ts';
import { idsIn, targetsOf, textOf } from '../../lookup.queries.ts';
import { tableSql } from '../../table-sql.ts';
import { takeAuthor } from './journal-author.ts';

/** Whether people keep rows of the type at hand, as they do of all inventory. */
const isInventory = ({ global, isOpen, readOnly }: Model): boolean => global === null && !isOpen && !readOnly;

/** Types whose objects rows of an entity may belong to: those with its feature, else all inventory. */
const typesFor = (registry: Registry, entity: string): readonly Model[] => {
  const feature = registry.model(entity).spec.options.attaches?.feature;
  return registry.models.filter((model) =>
    feature === undefined ? isInventory(model) : model.features.has(feature) && isInventory(model),
  );
};

/** Ids of stored rows, none of which goes until the transaction ends; one statement, in one order for all writers. */
const holdRows = async (work: Work, type: string, ids: readonly string[]): Promise<ReadonlySet<string>> => {
  const text = tableSql(
    work,
    type,
    'SELECT t.id FROM TABLE t WHERE t.organization_id = ',
    ' AND t.id = ANY (',
    '::uuid[]) ORDER BY t.id FOR KEY SHARE',
  );
  const rows = await work.sql<{ id: string }>(text, work.org, ids);
  return new Set(rows.map(({ id }) => id));
};

const refuseUnknown = (drafts: readonly Draft[], given: string, names: readonly string[], registry: Registry): void => {
  if (given === '') return;
  for (const draft of drafts)
    draft.refuse(
      'objectType',
      'BAD_USER_INPUT',
      registry.find(given)
        ? `Objects of type ${given} take none of these.`
        : `There is no type "${given}".${didYouMean(given, names)}`,
    );
};

const refuseMissing = async (drafts: readonly Draft[], model: Model, work: Work): Promise<void> => {
  const found = await holdRows(work, model.name, idsIn(drafts, 'objectId').toSorted());
  for (const draft of drafts) {
    const id = textOf(draft.after, 'objectId');
    if (id !== null && !found.has(id))
      draft.refuse('objectId', 'NOT_FOUND', `There is no ${model.label} with id "${id}".`);
  }
};

/** The product tells people of what is gone, and of jobs. */
const tellsOfAnything = (entity: string, { actor }: Work): boolean =>
  entity === 'extras.Notification' && actor.source === 'system' && actor.userId === null;

/** What rows of an entity belong to exists, is of a type that takes them, and stays until they are stored. */
const belongs = (entity: string, name: string): DomainRule =>
  rule(entity, {
    name,
    when: ['objectType', 'objectId'],
    check: async (drafts, work) => {
      if (tellsOfAnything(entity, work)) return;
      const allowed = typesFor(work.registry, entity);
      const names = allowed.map((model) => model.name);
      for (const [given, own] of groupBy(drafts, (draft) => textOf(draft.after, 'objectType') ?? '')) {
        const model = allowed.find((one) => one.name === given);
        if (!model) refuseUnknown(own, given, names, work.registry);
        else await refuseMissing(own, model, work);
      }
    },
  });

/** A picture is as large as its file. */
const takeSize = derive('extras.ImageAttachment', {
  name: 'extras.imageattachment.1.size',
  from: ['image'],
  fill: async (drafts, work) => {
    const files = await targetsOf(work, drafts, 'image', 'core.File', ['sizeBytes']);
    for (const draft of drafts) {
      const file = files.get(textOf(draft.after, 'image') ?? '');
      if (file) draft.set('imageSize', textOf(file, 'sizeBytes'));
    }
  },
});

/** Rules of journal entries, contacts, pictures, bookmarks, subscriptions and notifications: rows that belong to any object. */
export const openReferenceRules: readonly DomainRule[] = [
  belongs('extras.JournalEntry', 'extras.journalentry.1'),
  belongs('tenancy.ContactAssignment', 'tenancy.contactassignment.1'),
  belongs('extras.ImageAttachment', 'extras.imageattachment.1'),
  belongs('extras.Bookmark', 'extras.bookmark.1'),
  belongs('extras.ObjectSubscription', 'extras.objectsubscription.1'),
  belongs('extras.Notification', 'extras.notification.1'),
  takeAuthor,
  takeSize,
];
