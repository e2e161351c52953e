import type { Domain } from '@plumbline/engine';
import { circuits } from './circuits/domain.ts';
import { core } from './core/domain.ts';
import { dcim } from './dcim/domain.ts';
import { extras } from './extras/domain.ts';
import { ipam } from './ipam/domain.ts';
import { render } from './render/domain.ts';
import { tenancy } from './tenancy/domain.ts';
import { users } from './users/domain.ts';
import { virtualization } from './virtualization/domain.ts';
import { vpn } from './vpn/domain.ts';
import { wireless } from './wireless/domain.ts';

export * from './data-source.ts';
export { BANNERS } from './core/core.settings.ts';
export { forgetHistory } from './core/retention.queries.ts';
export { jobScheduleRules } from './core/schedule/schedule.rules.ts';
export { startDueJobs, type SchedulerParts } from './core/schedule/scheduler.queries.ts';
export { seedDemo } from './demo/seed.ts';
export { createDevices, stampComponents } from './dcim/device/device.commands.ts';
export { type PathEnd } from './dcim/path/path.ts';
export { originsThrough } from './dcim/path/through.queries.ts';
export { tracePaths } from './dcim/path/trace.queries.ts';
export { templateNamesPage } from './render/contract/page.ts';
export { renderJob } from './render/run/render.job.ts';
export { templateQueryRules } from './render/template/config-template.rules.ts';
export { ConfigService, type ConfigServiceOptions } from './render/config-service.queries.ts';
export { forgetDeliveries } from './extras/events/retention.queries.ts';
export { forgetNotifications } from './extras/people/retention.queries.ts';
export { callParts } from './extras/events/send/call-parts.ts';
export { RULE_REQUEST } from './extras/events/event-rules.consumer.ts';
export { startSender, type RuleJob, type Sender, type SenderParts } from './extras/events/send/sender.ts';
export { namedViews } from './extras/people/views.queries.ts';
export { checkCustomFields } from './extras/custom-field/check.rules.ts';
export {
  digestOf,
  hashPassword,
  isForeignHash,
  isSameDigest,
  newToken,
  passwordFits,
  randomSecret,
  tokenKey,
} from './users/secrets.ts';
export { admitExternalUser, type ExternalRules, type ExternalUser } from './users/external-user.commands.ts';
export {
  countTry,
  forgetOldTries,
  forgiveAddress,
  forgiveName,
  settingSql,
  type AskRows,
} from './users/lockout.queries.ts';
export { changeOwnPassword } from './users/password.commands.ts';
export {
  actorByNow,
  RIGHTS_COLUMN,
  rightsOf,
  TOKEN_GRANTS_COLUMN,
  type ActorRights,
  type StoredRights,
} from './users/rights.queries.ts';
export type { SharedContent } from './users/share-view.ts';
export { readForVisitor, type SharedList, type SharedObject } from './users/share-read.queries.ts';
export { sharingIsOnSql } from './users/share.settings.ts';
export { USER_SETTINGS } from './users/users.settings.ts';
export { entityClasses } from './entities.gen.ts';
export { frozen, migrations } from './migrations/index.ts';

/** Domains in the order in which they may depend on each other. */
export const domains: readonly Domain[] = [
  core,
  users,
  tenancy,
  extras,
  dcim,
  ipam,
  virtualization,
  circuits,
  wireless,
  vpn,
  render,
];
export type { LibraryProblem } from './exchange/library/document.ts';
export type { LibraryReport } from './exchange/library/import.job.ts';
export { importNetbox, type NetboxImport, type NetboxImportReport } from './exchange/netbox/import.ts';
