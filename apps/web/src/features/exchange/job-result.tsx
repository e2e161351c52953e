import type { Job } from '../jobs/job.ts';
import { JsonText } from '../jobs/job-parts.tsx';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { Download } from 'lucide-react';
import { buttonClass } from '../../ui/button.tsx';
import { Card } from '../../ui/panel.tsx';
import { DumpReportView, isDumpReport } from './dump-report.tsx';
import css from './exchange.module.css';
import { isRowReport, RowReportView } from './row-report.tsx';
import { fileAddress } from './upload.ts';

interface FileResult {
  fileId: string;
  rows?: number;
}

function isFileResult(result: unknown): result is FileResult {
  return typeof result === 'object' && result !== null && 'fileId' in result;
}

function typeOf(input: unknown): string {
  return typeof input === 'object' && input !== null && 'type' in input ? String(input.type) : '';
}

/** What a job came to: a report, a file to fetch, or the document as it is stored. */
export function JobResult({ job }: { job: Job }) {
  const catalogue = useCatalogue();
  const { result } = job;
  if (result === null || result === undefined) return null;
  if (isDumpReport(result)) return <DumpReportView report={result} />;
  if (isRowReport(result)) {
    return <RowReportView report={result} entity={catalogue.byName.get(typeOf(job.input))} />;
  }
  return (
    <Card title="Result" flush>
      {isFileResult(result) ? (
        <p className={css.counts}>
          <a className={buttonClass('primary')} href={fileAddress(result.fileId)} download>
            <Download size={14} aria-hidden="true" /> Download the file
          </a>
        </p>
      ) : null}
      <JsonText value={result} label="Result" />
    </Card>
  );
}
