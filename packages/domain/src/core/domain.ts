import { defineDomain, JobResolver } from '@plumbline/engine';
import { netboxImportJob } from '../exchange/netbox/import.job.ts';
import { entities } from './index.gen.ts';

/** Organizations, changes, jobs and files. */
export const core = defineDomain({
  name: 'core',
  entities,
  rules: [],
  resolvers: [JobResolver],
  jobs: [netboxImportJob],
});
