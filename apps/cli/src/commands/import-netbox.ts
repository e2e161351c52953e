import type { ImportReport } from '@plumbline/engine';
import { writeFile } from 'node:fs/promises';
import type { Client } from '../client.ts';
import { EXIT } from '../failure.ts';
import {
  printConfiguration,
  printMedia,
  printReport,
  type ConfigurationOutcome,
  type MediaOutcome,
} from '../import-report.ts';
import { resultOf, startJob, watchJob } from '../job.ts';
import { withPacked } from '../pack-folder.ts';
import { progressLine, type Terminal } from '../terminal.ts';
import { uploadFile } from '../upload.ts';

/** Options of `import netbox`. */
export interface ImportOptions {
  readonly dryRun?: boolean;
  /** Takes the dump's values over those that people changed since an earlier import. */
  readonly overwrite?: boolean;
  /** NetBox's configuration.py, whose settings are taken over first. */
  readonly configuration?: string;
  /** Media folders of NetBox, or tars of them. */
  readonly media?: readonly string[];
  /** File for the whole report as JSON. */
  readonly report?: string;
}

interface NetboxReport extends ImportReport {
  readonly configuration?: ConfigurationOutcome;
  readonly media?: MediaOutcome;
}

const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);

/** All but the thumbnails that NetBox makes anew. */
const isMedia = (name: string): boolean => !/(?:^|\/)cache\//.test(name);

/** Sends a file, or a folder as a tar. */
const upload = (client: Client, terminal: Terminal, path: string): Promise<string> =>
  withPacked(path, { isWanted: isMedia, what: 'files' }, (file) =>
    uploadFile(client, file, (sent, total) =>
      terminal.live(progressLine((100 * sent) / total, `uploading ${megabytes(sent)} of ${megabytes(total)} MB`)),
    ),
  );

/** Uploads a dump, has the server import it, and prints what happened; the exit code says whether anything was refused. */
export const importNetbox = async (
  client: Client,
  terminal: Terminal,
  file: string,
  options: ImportOptions,
): Promise<number> => {
  const fileId = await upload(client, terminal, file);
  const { dryRun = false, overwrite = false, configuration, media = [] } = options;
  const mediaFileIds: string[] = [];
  for (const path of media) mediaFileIds.push(await upload(client, terminal, path));
  const configurationFileId =
    configuration === undefined ? null : await uploadFile(client, configuration, () => undefined);
  const id = await startJob(client, 'importNetbox', { fileId, configurationFileId, mediaFileIds, dryRun, overwrite });
  const report = resultOf(await watchJob(client, id, terminal)) as NetboxReport; // the job's own result
  if (options.report !== undefined) await writeFile(options.report, `${JSON.stringify(report, null, 2)}\n`);
  printReport(report, terminal);
  if (report.media) printMedia(report.media, terminal);
  if (report.configuration) printConfiguration(report.configuration, terminal);
  return report.totals.refused + report.totals.incomplete > 0 ? EXIT.refused : EXIT.ok;
};
