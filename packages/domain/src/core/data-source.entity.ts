import {
  bool,
  choice,
  dateTime,
  entity,
  intChoice,
  longText,
  PrimaryObject,
  secret,
  STANDARD,
  text,
} from '@plumbline/kit';
import { dataSourceStatus, jobInterval } from './choices.ts';

/** A place outside from which files are fetched: a git repository, a bucket, a folder. */
@entity('core.DataSource', {
  matchBy: ['name'],
  unique: [['name']],
  navGroup: 'Operations',
  features: STANDARD,
})
export class DataSource extends PrimaryObject {
  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;

  @text({ max: 50, list: true })
  type!: string;

  @text({ max: 200, search: 300, list: true })
  sourceUrl!: string;

  @choice(dataSourceStatus, { default: 'new', list: true, derived: true })
  status!: string;

  @bool({ default: true, list: true })
  enabled!: boolean;

  @intChoice(jobInterval, { optional: true })
  syncInterval!: number | null;

  @longText({ optional: true })
  ignoreRules!: string | null;

  @secret({ optional: true, help: 'JSON with credentials and options; never shown' })
  parameters!: string | null;

  @dateTime({ optional: true, list: true, derived: true })
  lastSynced!: string | null;
}
