import { BaseObject, bigint, entity, text } from '@plumbline/kit';

/** An uploaded file: a dump, a table to import or an image. */
@entity('core.File', {
  handMade: true,
  provides: 'files',
  seenThrough: '*',
  seenByMaker: true,
  readOnly: true,
  table: 'core_file',
  order: ['-created'],
  display: ['name'],
  navGroup: 'Operations',
})
export class File extends BaseObject {
  @text({ max: 255, list: true })
  name!: string;

  @text({ max: 100, list: true })
  contentType!: string;

  @bigint({ unit: 'B', list: true })
  sizeBytes!: string;

  /** Digest of the content, lower-case hex. */
  @text({ max: 64 })
  sha256!: string;
}
