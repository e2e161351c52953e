import { BaseObject, bool, dateTime, longText, ref, text } from '@plumbline/kit';
import type { DataFile } from '../core/data-file.entity.ts';
import type { DataSource } from '../core/data-source.entity.ts';

/** Something whose content may come from a file of a data source. */
export abstract class SyncedObject extends BaseObject {
  @ref('core.DataSource', { optional: true, group: 'Source' })
  dataSource!: DataSource | null;

  @ref('core.DataFile', { optional: true, onDelete: 'setNull', group: 'Source' })
  dataFile!: DataFile | null;

  /** Path of the file in its source, kept when the file goes. */
  @text({ max: 1000, optional: true, derived: true, logged: true })
  dataPath!: string | null;

  @bool({
    default: false,
    label: 'kept in step',
    group: 'Source',
    help: 'Taken over whenever the source is synchronized',
  })
  autoSyncEnabled!: boolean;

  @dateTime({ optional: true, derived: true, logged: true })
  dataSynced!: string | null;
}

/** The same with free text. */
export abstract class SyncedPrimaryObject extends SyncedObject {
  @text({ max: 200, optional: true, search: 500 })
  description!: string | null;

  @longText({ optional: true, search: 5000 })
  comments!: string | null;
}
