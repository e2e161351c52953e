import { rule, type DomainRule } from '@plumbline/engine';
import { textOf } from '../../lookup.queries.ts';
import { knownTypes } from '../known-types.rules.ts';

const nameIsFree = rule('extras.ExportTemplate', {
  name: 'extras.exporttemplate.1',
  when: ['name'],
  check: (drafts) => {
    for (const draft of drafts)
      if (textOf(draft.after, 'name')?.toLowerCase() === 'table')
        draft.refuse('name', 'BAD_USER_INPUT', '"table" stands for the columns on the screen; choose another name.');
  },
});

const parametersAreObject = rule('extras.SavedFilter', {
  name: 'extras.savedfilter.1',
  when: ['parameters'],
  check: (drafts) => {
    for (const draft of drafts) {
      const parameters = draft.after['parameters'] ?? null;
      if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters))
        draft.refuse('parameters', 'BAD_USER_INPUT', 'A filter is an object, such as { "status": ["active"] }.');
    }
  },
});

/** Schemes a link may have; anything else would run code or read files of who clicks. */
const SCHEMES: ReadonlySet<string> = new Set([
  'http',
  'https',
  'mailto',
  'tel',
  'ssh',
  'telnet',
  'ftp',
  'sftp',
  'vnc',
  'rdp',
  'sip',
]);

const schemeFits = rule('extras.CustomLink', {
  name: 'extras.customlink.url',
  when: ['linkUrl'],
  check: (drafts) => {
    for (const draft of drafts) {
      const address = (textOf(draft.after, 'linkUrl') ?? '').replaceAll(/[\s\p{Cc}]/gu, ''); // as browsers read it
      const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1];
      if (scheme !== undefined && !SCHEMES.has(scheme.toLowerCase()))
        draft.refuse(
          'linkUrl',
          'BAD_USER_INPUT',
          `Links to ${scheme}: are not opened; use https or another web address.`,
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
