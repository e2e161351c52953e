import { STANDARD } from '@plumbline/kit';
import { registry } from '../../src/index.ts';

/** Types without tags, custom fields or journal, by the reason. */
const WITHOUT: Readonly<Record<string, readonly string[]>> = {
  'written by the product and read only': [
    'core.ChangeRecord',
    'core.ChangeSet',
    'core.DataFile',
    'core.File',
    'core.Job',
    'dcim.CableTermination',
    'extras.WebhookDelivery',
    'render.ConfigArtefact',
    'users.SecurityEvent',
    'users.ShareLink',
  ],
  'who may do what; lies outside the inventory, and rights do not hang on what people write': [
    'core.Organization',
    'users.ApiToken',
    'users.MemberScope',
    'users.ObjectPermission',
    'users.OwnerGroup',
    'users.Owner',
    'users.UserPreferences',
    'users.User',
  ],
  'a remark on another object, or of one user': [
    'extras.Bookmark',
    'extras.Dashboard',
    'extras.ImageAttachment',
    'extras.Notification',
    'extras.FilterSubscription',
    'extras.ObjectSubscription',
    'extras.TableConfig',
  ],
  'defines what other objects carry or how they are shown': [
    'extras.ConfigContext',
    'extras.CustomField',
    'extras.CustomFieldChoiceSet',
    'extras.CustomFieldGroup',
    'extras.CustomLink',
    'extras.ExportTemplate',
    'extras.SavedFilter',
    'extras.Script',
    'extras.ScriptModule',
    'extras.Tag',
  ],
  'tags sort templates; values and notes are on the objects they render': ['extras.ConfigTemplate'],
  'a part of its type, which carries them': [
    'dcim.ConsolePortTemplate',
    'dcim.ConsoleServerPortTemplate',
    'dcim.DeviceBayTemplate',
    'dcim.FrontPortTemplate',
    'dcim.InterfaceTemplate',
    'dcim.InventoryItemTemplate',
    'dcim.ModuleBayTemplate',
    'dcim.PortTemplateMapping',
    'dcim.PowerOutletTemplate',
    'dcim.PowerPortTemplate',
    'dcim.RearPortTemplate',
  ],
  'joins two objects, which carry them': ['dcim.PortMapping', 'ipam.IpAddressAssignment'],
};

const FEATURES = STANDARD.filter((feature) => feature !== 'owner');

test('custom fields, tags and journal are on for every type unless listed with a reason', () => {
  const lacking = registry.models.filter(({ features }) => !FEATURES.every((feature) => features.has(feature)));
  const listed = Object.values(WITHOUT).flat();
  expect(listed.toSorted()).toEqual([...new Set(listed)].toSorted());
  expect(listed.toSorted()).toEqual(lacking.map(({ name }) => name).toSorted());
});
