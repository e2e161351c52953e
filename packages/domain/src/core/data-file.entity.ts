import { BaseObject, entity, int, ref, text } from '@plumbline/kit';
import type { File } from './file.entity.ts';
import type { DataSource } from './data-source.entity.ts';

/** A file that a data source brought. */
@entity('core.DataFile', {
  display: ['path'],
  order: ['source', 'path'],
  matchBy: ['source', 'path'],
  unique: [['source', 'path']],
  readOnly: true,
  navGroup: 'Operations',
})
export class DataFile extends BaseObject {
  @ref('core.DataSource', { inverse: 'dataFiles', onDelete: 'cascade', list: true, immutable: true })
  source!: DataSource;

  @text({ max: 1000, search: 200, list: true, immutable: true })
  path!: string;

  @int({ min: 0, list: true })
  size!: number;

  @text({ max: 64 })
  hash!: string;

  /** The bytes, in the file store. */
  @ref('core.File', { optional: true, onDelete: 'setNull' })
  content!: File | null;
}
