import {
  ChangesResolver,
  defineDomain,
  EventReadersResolver,
  JobResolver,
  RevealResolver,
  revertJob,
  RevertResolver,
  secretsRotationJob,
  SettingsResolver,
} from '@plumbline/engine';
import { archiveExportJob } from '../exchange/archive/export.job.ts';
import { archiveImportJob } from '../exchange/archive/import.job.ts';
import { libraryExportJob } from '../exchange/library/export.job.ts';
import { libraryImportJob } from '../exchange/library/import.job.ts';
import { netboxImportJob } from '../exchange/netbox/import.job.ts';
import { coreSettings } from './core.settings.ts';
import { entities } from './index.gen.ts';
import { MailTestResolver } from './mail-test.resolver.ts';
import { NoticesResolver } from './notices.resolver.ts';
import { organizationRules } from './organization.rules.ts';
import { ScheduleResolver } from './schedule/schedule.resolver.ts';

/** Organizations, changes, jobs and files. */
export const core = defineDomain({
  name: 'core',
  entities,
  rules: organizationRules,
  resolvers: [
    JobResolver,
    ScheduleResolver,
    RevealResolver,
    RevertResolver,
    SettingsResolver,
    NoticesResolver,
    MailTestResolver,
    ChangesResolver,
    EventReadersResolver,
  ],
  settings: coreSettings,
  jobs: [
    netboxImportJob,
    libraryImportJob,
    libraryExportJob,
    archiveExportJob,
    archiveImportJob,
    secretsRotationJob,
    revertJob,
  ],
});
