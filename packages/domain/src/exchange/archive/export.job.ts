import { defineJob } from '@plumbline/engine';
import { exportArchive } from './export.ts';

/** Everything of an organization in one archive; the result says what is in it and what is not. */
export const archiveExportJob = defineJob({
  name: 'exportArchive',
  label: 'Export of everything',
  description: 'Writes an organization into one archive.',
  startedBy: 'anyone',
  run: async (context) => {
    const onProgress = (done: number, total: number) => context.progress(total === 0 ? null : (100 * done) / total);
    const { file, manifest } = await exportArchive({ ...context, onProgress });
    const rows = manifest.parts.reduce((sum, part) => sum + part.rows, 0);
    context.log(`${rows} rows and ${manifest.files.count} files in ${file.sizeBytes} bytes.`);
    const { files, missingFiles, leftOut, secrets } = manifest;
    const types = manifest.parts.filter(({ kind }) => kind === 'rows').length;
    return {
      fileId: file.id,
      rows,
      types,
      files,
      missingFiles,
      leftOut,
      secrets,
      sizeBytes: file.sizeBytes,
      sha256: file.sha256,
    };
  },
});
