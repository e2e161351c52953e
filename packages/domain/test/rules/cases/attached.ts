import type { InputRow } from '@plumbline/engine';
import { randomUUID } from 'node:crypto';
import type { Plant } from '../../plant.ts';
import { many, named, type Effect, type Refusal } from '../case.ts';

const NOWHERE = '00000000-0000-7000-8000-000000000000';

interface Attached {
  readonly model: string;
  readonly rule: string;
  /** Number in the reference; null for what it has no number for. */
  readonly proves: string | null;
  /** A type that takes none of these rows, and one that nobody knows. */
  readonly foreign: string;
  readonly rest: (plant: Plant) => Promise<(at: number) => InputRow>;
}

const ATTACHED: readonly Attached[] = [
  {
    model: 'extras.JournalEntry',
    rule: 'extras.journalentry.1',
    proves: 'extras.journalentry.1',
    foreign: 'extras.JournalEntry',
    rest: async () => () => ({ comments: 'Seen on site' }),
  },
  {
    model: 'tenancy.ContactAssignment',
    rule: 'tenancy.contactassignment.1',
    proves: 'tenancy.contactassignment.1',
    foreign: 'ipam.Vrf',
    rest: async (plant) => {
      const role = await plant.named('tenancy.ContactRole');
      const contact = await plant.make('tenancy.Contact', { name: plant.name('contact') });
      return () => ({ role, contact });
    },
  },
  {
    model: 'extras.ImageAttachment',
    rule: 'extras.imageattachment.1',
    proves: 'extras.imageattachment.1',
    foreign: 'ipam.Vrf',
    rest: async () => () => ({ imageHeight: 10, imageWidth: 20 }),
  },
  {
    model: 'extras.Bookmark',
    rule: 'extras.bookmark.1',
    proves: 'extras.bookmark.1',
    foreign: 'extras.Bookmark',
    rest: async (plant) => {
      const user = await plant.user();
      return () => ({ user });
    },
  },
  {
    model: 'extras.ObjectSubscription',
    rule: 'extras.objectsubscription.1',
    proves: 'extras.bookmark.1',
    foreign: 'extras.Bookmark',
    rest: async (plant) => {
      const user = await plant.user();
      return () => ({ user });
    },
  },
  {
    model: 'extras.Notification',
    rule: 'extras.notification.1',
    proves: 'extras.bookmark.1',
    foreign: 'extras.Bookmark',
    rest: async (plant) => {
      const user = await plant.user();
      return () => ({ user, objectRepr: 'A site', eventType: 'object_updated' });
    },
  },
];

const sites = (plant: Plant, count: number): Promise<string[]> =>
  plant.all(
    'dcim.Site',
    many(count, () => named(plant)),
  );

const belonging = ({ model, rule, proves, foreign, rest }: Attached): Refusal[] => {
  const one = (
    title: string,
    refused: Refusal['refused'],
    bad: (site: string) => InputRow,
    good: (site: string) => InputRow = (site) => ({ objectType: 'dcim.Site', objectId: site }),
  ): Refusal => ({
    title: `${model}: ${title}`,
    proves,
    by: [`${model} ${rule}`],
    model,
    slots: async (plant, count) => {
      const [more, ids] = [await rest(plant), await sites(plant, count)];
      return (at, fits) => ({ ...more(at), ...(fits ? good : bad)(ids[at] ?? '') });
    },
    refused,
  });
  return [
    one('its object exists', ['objectId', 'NOT_FOUND'], () => ({ objectType: 'dcim.Site', objectId: randomUUID() })),
    one('the type of its object is written as it is called', ['objectType', 'BAD_USER_INPUT'], (objectId) => ({
      objectType: 'DCIM.site',
      objectId,
    })),
    one('some types take none', ['objectType', 'BAD_USER_INPUT'], () => ({ objectType: foreign, objectId: NOWHERE })),
  ];
};

/** Rows that belong to objects of any type. */
export const attachedCases: readonly Refusal[] = ATTACHED.flatMap(belonging);

/** What the rules of attached rows bring about. */
export const attachedEffects: readonly Effect[] = [
  {
    title: 'a picture is as large as its file',
    proves: 'extras.imageattachment.1',
    by: 'extras.ImageAttachment extras.imageattachment.1.size',
    act: async (plant, count) => {
      const image = randomUUID();
      await plant.dataSource.query(
        `INSERT INTO core_file (id, organization_id, number, name, content_type, size_bytes, sha256)
         VALUES ($1, $2, (SELECT coalesce(max(number), 0) + 1 FROM core_file), 'rack.png', 'image/png', 2048, repeat('0', 64))`,
        [image, plant.actor.organizationId],
      );
      const ids = await sites(plant, count);
      return {
        model: 'extras.ImageAttachment',
        inputs: ids.map((objectId) => ({ objectType: 'dcim.Site', objectId, imageHeight: 10, imageWidth: 20, image })),
        table: 'extras_image_attachment',
        gives: () => ({ image_size: '2048' }),
      };
    },
  },
];
