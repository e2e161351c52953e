import type { ComponentType, LazyExoticComponent } from 'react';
import type { UiEntity } from '../catalogue/types.ts';
import { lazyPart } from '../ui/lazy-part.ts';

/** What a detail page is given. */
export interface DetailPageProps {
  entity: UiEntity;
  segment: string;
}

const PathsDetail = lazyPart(async () => (await import('./dcim/paths.detail.tsx')).PathsDetail);

const PlaceDetail = lazyPart(async () => (await import('./dcim/power.detail.tsx')).PlaceDetail);

/** Hand-made detail pages by entity; every other entity has the generic one. */
export const detailPages: Readonly<Record<string, LazyExoticComponent<ComponentType<DetailPageProps>>>> = {
  'core.ChangeRecord': lazyPart(async () => (await import('./core/change-record.detail.tsx')).ChangeRecordDetail),
  'core.ChangeSet': lazyPart(async () => (await import('./core/change-set.detail.tsx')).ChangeSetDetail),
  'core.Job': lazyPart(async () => (await import('./core/job.detail.tsx')).JobDetail),
  'core.JobSchedule': lazyPart(async () => (await import('./core/job-schedule.detail.tsx')).JobScheduleDetail),
  'extras.ConfigTemplate': lazyPart(
    async () => (await import('./extras/config-template.detail.tsx')).ConfigTemplateDetail,
  ),
  'extras.Webhook': lazyPart(async () => (await import('./extras/webhook.detail.tsx')).WebhookDetail),
  'extras.WebhookDelivery': lazyPart(
    async () => (await import('./extras/webhook-delivery.detail.tsx')).WebhookDeliveryDetail,
  ),
  'dcim.Device': lazyPart(async () => (await import('./dcim/device.detail.tsx')).DeviceDetail),
  'circuits.Circuit': PathsDetail,
  'circuits.CircuitTermination': PathsDetail,
  'dcim.Cable': PathsDetail,
  'dcim.ConsolePort': PathsDetail,
  'dcim.ConsoleServerPort': PathsDetail,
  'dcim.FrontPort': PathsDetail,
  'dcim.Interface': PathsDetail,
  'dcim.PowerFeed': PathsDetail,
  'dcim.Location': PlaceDetail,
  'dcim.PowerOutlet': PathsDetail,
  'dcim.PowerPanel': lazyPart(async () => (await import('./dcim/power.detail.tsx')).PowerPanelDetail),
  'dcim.PowerPort': PathsDetail,
  'dcim.RearPort': PathsDetail,
  'wireless.WirelessLink': PathsDetail,
  'dcim.Site': PlaceDetail,
  'dcim.Rack': lazyPart(async () => (await import('./dcim/rack.detail.tsx')).RackDetail),
  'users.Group': lazyPart(async () => (await import('./users/group.detail.tsx')).GroupDetail),
  'users.ObjectPermission': lazyPart(async () => (await import('./users/permission.detail.tsx')).PermissionDetail),
  'users.ShareLink': lazyPart(async () => (await import('./users/share-link.detail.tsx')).ShareLinkDetail),
  'users.User': lazyPart(async () => (await import('./users/user.detail.tsx')).UserDetail),
  'virtualization.VirtualMachine': lazyPart(
    async () => (await import('./virtualization/virtual-machine.detail.tsx')).VirtualMachineDetail,
  ),
};

/** Hand-made list pages by entity; every other entity has the generic one. */
export const listPages: Readonly<Record<string, LazyExoticComponent<ComponentType<{ entity: UiEntity }>>>> = {
  'core.Job': lazyPart(async () => (await import('./core/jobs.page.tsx')).JobsPage),
  'users.User': lazyPart(async () => (await import('./users/users.page.tsx')).UsersPage),
};

/** What a form page is given: the object's place in the path, or null for a new one. */
interface FormPageProps {
  entity: UiEntity;
  segment: string | null;
}

/** Hand-made forms by entity, for new objects and stored ones; every other entity has the generic ones. */
export const formPages: Readonly<Record<string, LazyExoticComponent<ComponentType<FormPageProps>>>> = {
  'core.JobSchedule': lazyPart(async () => (await import('./core/job-schedule.form.tsx')).JobScheduleForm),
  'extras.EventRule': lazyPart(async () => (await import('./extras/event-rule.form.tsx')).EventRuleForm),
  'users.ObjectPermission': lazyPart(async () => (await import('./users/permission.form.tsx')).PermissionForm),
  'vpn.IpsecProfile': lazyPart(async () => (await import('./vpn/ipsec-profile.form.tsx')).IpsecProfileForm),
};
