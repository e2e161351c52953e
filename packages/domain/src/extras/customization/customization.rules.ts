import { rule, type DomainRule } from '@plumbline/engine';
import { textOf } from '../../lookup.queries.ts';
import { URL_SCHEMES } from '../../core/core.settings.ts';
import { knownTypes } from '../known-types.rules.ts';
import { allowedSchemes, schemeOf } from './link-address.ts';

const nameIsFree = rule('extras.ExportTemplate', {
  name: 'extras.exporttemplate.1',
  when: ['name'],
  check: (drafts) => {
    for (const draft of drafts)
      if (textOf(draft.after, 'name')?.toLowerCase() === 'table')
        draft.refuse('name', 'BAD_USER_INPUT', '"table" stands for the columns on the screen; choose another name.');
  },
});

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

const parametersAreObject = rule('extras.SavedFilter', {
  name: 'extras.savedfilter.1',
  when: ['parameters', 'filter'],
  check: (drafts) => {
    for (const draft of drafts) {
      if (!isObject(draft.after['parameters']))
        draft.refuse('parameters', 'BAD_USER_INPUT', 'A filter is an object, such as { "status": ["active"] }.');
      const filter = draft.after['filter'] ?? null;
      if (filter !== null && !isObject(filter))
        draft.refuse('filter', 'BAD_USER_INPUT', 'A filter is an object, such as { "status": { "eq": "active" } }.');
    }
  },
});

const schemeFits = rule('extras.CustomLink', {
  name: 'extras.customlink.url',
  when: ['linkUrl'],
  check: async (drafts, work) => {
    const schemes = allowedSchemes(await work.settings(URL_SCHEMES.key));
    for (const draft of drafts) {
      const address = (textOf(draft.after, 'linkUrl') ?? '').replaceAll(/[\s\p{Cc}]/gu, ''); // as browsers read it
      const scheme = schemeOf(address);
      if (scheme !== null && !schemes.has(scheme))
        draft.refuse(
          'linkUrl',
          'BAD_USER_INPUT',
          `Links to ${scheme}: are not opened; use ${[...schemes].join(', ')}.`,
        );
    }
  },
});

/** Rules of export templates, saved filters, custom links and table settings. */
export const customizationRules: readonly DomainRule[] = [
  knownTypes('extras.ExportTemplate', 'extras.exporttemplate.types', 'objectTypes'),
  knownTypes('extras.SavedFilter', 'extras.savedfilter.types', 'objectTypes'),
  knownTypes('extras.CustomLink', 'extras.customlink.types', 'objectTypes'),
  knownTypes('extras.TableConfig', 'extras.tableconfig.types', 'objectType'),
  nameIsFree,
  parametersAreObject,
  schemeFits,
];
