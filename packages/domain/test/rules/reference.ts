import { addressing } from './reference-addresses.ts';
import { devices } from './reference-devices.ts';
import { parts } from './reference-parts.ts';
import { places } from './reference-places.ts';
import { services } from './reference-services.ts';

/** What a numbered rule of the reference says, in short, and what proves it besides the cases that name its number. */
export interface Numbered {
  readonly says: string;
  /** Uniqueness (`model fields`) the database keeps, each with tests of its own. */
  readonly unique?: readonly string[];
  /** Fields (`model field`) whose limits the database keeps, each with tests of its own. */
  readonly limits?: readonly string[];
  /** Further tests: file below the repository, and title. */
  readonly tests?: readonly (readonly [file: string, title: string])[];
  /** What has to exist before the rest of the rule can hold. */
  readonly waits?: string;
}

const DOMAIN = 'packages/domain/src/';
const WRITE = 'packages/engine/src/write/';
const VALUES = `${DOMAIN}extras/custom-field/values.test.ts`;
const MERGE = `${DOMAIN}extras/config-context/merge.test.ts`;
const GENERAL = 'packages/domain/test/rules/general.test.ts';
const CONTEXTS = 'packages/domain/test/render/contexts.test.ts';

const general: Readonly<Record<string, Numbered>> = {
  '_all.1': {
    says: 'a reference to one of several kinds names exactly one existing object',
    tests: [[GENERAL, 'a reference to one of several kinds names one object that exists']],
  },
  '_all.2': {
    says: 'blank text is no text before uniqueness is looked at',
    tests: [[GENERAL, 'blank text is no text, so that it repeats']],
  },
  '_all.3': {
    says: 'nothing is its own ancestor',
    tests: [
      [`${WRITE}tree.test.ts`, 'nothing lies inside itself, neither directly nor through rows of the same input'],
      [`${WRITE}tree.test.ts`, 'two writers that move rows below each other do not make a ring'],
    ],
  },
  '_all.4': {
    says: 'an owner is protected from deletion',
    tests: [['packages/domain/test/rules/open.test.ts', 'an owner stays while something is owned']],
  },
  '_all.5': {
    says: 'what follows from other writes leaves neither stamp nor record',
    tests: [
      [
        `${WRITE}update.test.ts`,
        'what follows a save runs in the same transaction and its derived columns leave no record',
      ],
    ],
  },
  '_all.6': { says: 'a weight has a unit and is kept in grams' },
  '_all.7': { says: 'a length has a unit and is kept in metres' },
  '_all.8': {
    says: 'deletes refuse, cascade or clear, on record',
    tests: [
      [
        `${WRITE}delete.test.ts`,
        'what goes along is removed and recorded, references elsewhere are cleared and recorded',
      ],
      [`${WRITE}delete.test.ts`, 'a row that others hold on to stays, and the error counts who they are'],
    ],
  },
  '_all.9': {
    says: 'open sets of choices may be extended',
    tests: [
      [`${WRITE}create.test.ts`, 'values added to an open choice set are accepted, those of a closed one are not'],
    ],
  },
  '_all.10': {
    says: 'names are ordered naturally and equal exactly',
    tests: [[GENERAL, 'names are ordered by their numbers, and equal only when they are the same']],
  },
};

const rest: Readonly<Record<string, Numbered>> = {
  'tenancy.tenant.1': {
    says: 'name and slug stand once in a group',
    unique: ['tenancy.Tenant group,name', 'tenancy.Tenant group,slug'],
  },
  'tenancy.tenantgroup.1': {
    says: 'name and slug stand once; a group goes only when its tenants can stand alone',
    unique: ['tenancy.TenantGroup name', 'tenancy.TenantGroup slug'],
  },
  'extras.customfield.1': {
    says: 'a name is a key and stands once',
    unique: ['extras.CustomField name'],
    tests: [[GENERAL, 'a custom field has a name that can be a key']],
  },
  'extras.customfield.2': { says: 'options fit the type' },
  'extras.customfield.3': {
    says: 'values fit their field',
    tests: [[VALUES, 'defaults fill absent keys of a new object only, and satisfy what is required']],
  },
  'extras.customfield.4': {
    says: 'how values are stored',
    tests: [[VALUES, 'an empty list is stored as null and a kept empty text as it is']],
  },
  'extras.customfield.5': {
    says: 'values follow their field',
    tests: [[`${DOMAIN}extras/custom-field/custom-field.rules.test.ts`, 'stored values follow their field']],
  },
  'extras.customfieldchoiceset.1': { says: 'choices are distinct and stay while in use' },
  'extras.tag.1': { says: 'a tag goes on the types it is for', unique: ['extras.Tag name', 'extras.Tag slug'] },
  'extras.configcontext.1': {
    says: 'data is an object; a context applies when it is active and all its criteria hold',
    tests: [[CONTEXTS, 'all criteria of a context must hold, and inactive contexts say nothing']],
  },
  'extras.configcontext.2': {
    says: 'which criteria include ancestors',
    tests: [
      [CONTEXTS, '%s count with their ancestors'],
      [CONTEXTS, 'a tenant group counts for its own tenants only'],
      [CONTEXTS, '%s choose the devices and machines that have one of them'],
    ],
  },
  'extras.configcontext.3': {
    says: 'locations and device types are for devices only',
    tests: [[CONTEXTS, 'locations and device types are met by no virtual machine, even one in that location']],
  },
  'extras.configcontext.4': {
    says: 'contexts merge by weight, then name',
    tests: [
      [MERGE, 'order is weight, then name by code points, whatever the order given'],
      [MERGE, 'local data win over the heaviest context'],
    ],
  },
  'core.objectchange.1': {
    says: 'every change keeps who, what and both images',
    tests: [['packages/engine/src/changes/records.test.ts', 'keep who, why and both images, without empty values']],
  },
  'core.job.1': { says: 'jobs repeat and belong to objects', waits: 'scheduled jobs' },
  'users.token.1': {
    says: 'a secret is shown once and stored as its digest',
    tests: [
      ['apps/server/test/accounts.test.ts', 'a token is shown once and works; one that may only read does not write'],
    ],
  },
  'users.user.1': { says: 'a username stands once, whatever its case', unique: ['users.User username'] },
};

/** Rules about models that exist, by number. */
export const REFERENCE: Readonly<Record<string, Numbered>> = {
  ...general,
  ...places,
  ...devices,
  ...addressing,
  ...rest,
  ...services,
  ...parts,
};
