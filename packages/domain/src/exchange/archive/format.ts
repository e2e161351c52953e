import { InvalidInput } from '@plumbline/kit';

/** Format that is written, and the only one that is read. */
export const FORMAT = 1;

/** First entry of an archive. */
export const MANIFEST = 'manifest.json';

/** Entity whose rows stand for files; their content lies beside. */
export const FILE = 'core.File';

/** Content of one entry with rows, one JSON object a line. */
export interface ArchivePart {
  readonly path: string;
  /** `rows` of a type, `settings`, `choices` that administrators or imports added, `origins` of rows in other systems. */
  readonly kind: 'rows' | 'settings' | 'choices' | 'origins';
  /** Entity of its rows; null for what belongs to the organization. */
  readonly type: string | null;
  /** Keys that its rows may have. */
  readonly fields: readonly string[];
  readonly rows: number;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** What an archive does not hold, and why. */
export interface LeftOut {
  readonly what: string;
  readonly rows: number;
  readonly reason: string;
}

/** A secret field with the number of rows that have one; the values stay where they are. */
export interface LeftOutSecret {
  readonly type: string;
  readonly field: string;
  readonly rows: number;
}

/** First entry of an archive: what follows, and how to know it again. */
export interface ArchiveManifest {
  readonly product: 'plumbline';
  readonly format: number;
  /** Last migration of the database it was made of. */
  readonly level: string;
  /** UTC instant of the snapshot. */
  readonly created: string;
  readonly organization: { readonly name: string; readonly slug: string };
  readonly parts: readonly ArchivePart[];
  readonly files: { readonly count: number; readonly bytes: number };
  /** Ids of files whose content was not there any more. */
  readonly missingFiles: readonly string[];
  readonly leftOut: readonly LeftOut[];
  readonly secrets: readonly LeftOutSecret[];
}

/** The file is no archive that can be imported; the message names the spot. */
export class ArchiveUnreadable extends InvalidInput {
  constructor(message: string) {
    super([{ path: 'file', code: 'ARCHIVE_UNREADABLE', message: `${message} Nothing was imported.` }]);
  }
}

/** Keys of what belongs to the organization and not to a type. */
export const OTHER_FIELDS: Readonly<Record<Exclude<ArchivePart['kind'], 'rows'>, readonly string[]>> = {
  settings: ['key', 'value'],
  choices: ['choiceSet', 'value', 'label', 'color'],
  origins: ['source', 'type', 'id', 'objectType', 'objectId'],
};

/** Path of the rows of a type. */
export const pathOf = (type: string): string => `types/${type}.ndjson`;

/** Path of a file's content. */
export const contentPath = (id: string): string => `files/${id}`;
