import type { ImportSession, TableReport } from '@plumbline/engine';
import type { Catalog } from '../catalog.ts';
import { applyParameters, type ConfigurationOptions, type ConfigurationReport } from './configuration.ts';
import { readPythonLiterals } from './python-literals.ts';
import { activeRevision, type Revision } from './revisions.ts';
import { isRevisionKnown, rememberRevision } from './revisions.queries.ts';

/** What an import is given of configuration. */
export interface ConfigurationSources extends Omit<ConfigurationOptions, 'reason'> {
  readonly catalog: Catalog;
  readonly session: ImportSession;
  /** Text of a `configuration.py`, or null. */
  readonly text: string | null;
  /** Takes the version of the dump over although an earlier import did. */
  readonly overwrite: boolean;
}

/** Outcome of the configuration of a dump. */
export interface AppliedConfiguration {
  /** Null where there was nothing to take over. */
  readonly report: ConfigurationReport | null;
  /** Counts into the report of the table of versions: the one that holds became settings, the others stay as they are. */
  readonly count: (report: TableReport, rows: number) => void;
}

const nothing: AppliedConfiguration = { report: null, count: () => undefined };

const isNew = async ({ session, overwrite }: ConfigurationSources, revision: Revision): Promise<boolean> => {
  if (overwrite) return true;
  const { result } = await session.run((work) => isRevisionKnown(work, revision.id));
  return result === false;
};

const reasonOf = (revision: Revision | null): string =>
  revision === null
    ? 'Import from NetBox'
    : `Import from NetBox, configuration revision ${revision.id}${revision.comment === '' ? '' : `: ${revision.comment}`}`;

/**
 * Takes over the configuration of a NetBox: the version that its pages hold, and before it what the file sets.
 *
 * Only administrators change settings; for others the versions stay encrypted.
 */
export const applyConfigurations = async (sources: ConfigurationSources): Promise<AppliedConfiguration> => {
  const { actor, session, catalog, text } = sources;
  const file = text === null ? null : readPythonLiterals(text);
  const revision = actor.superuser ? await activeRevision(catalog) : null;
  const fresh = revision !== null && (await isNew(sources, revision)) ? revision : null;
  if (revision === null && file === null) return nothing;
  const values = new Map([...(fresh?.values ?? []), ...(file?.values ?? [])]);
  for (const name of file?.computed ?? []) values.delete(name);
  const report = await applyParameters(
    { ...sources, reason: reasonOf(fresh) },
    { values, computed: file?.computed ?? [] },
  );
  if (fresh) await session.run((work) => rememberRevision(work, fresh.id));
  return {
    report: file === null && fresh === null ? null : report,
    count: (table, rows) => {
      if (revision === null) return;
      if (fresh) table.created++;
      else table.unchanged++;
      table.waiting = rows - 1;
    },
  };
};
