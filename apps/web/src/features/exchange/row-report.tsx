import { Link } from '@tanstack/react-router';
import type { UiEntity } from '../../catalogue/types.ts';
import { Alert, Card } from '../../ui/panel.tsx';
import { UndoButton } from '../history/undo-button.tsx';
import { numberCell, Table } from '../../ui/table.tsx';
import { textClass } from '../../ui/text.tsx';
import { Counts } from './counts.tsx';
import css from './exchange.module.css';

/** Why a row was refused; `row` and `line` are null when it is about the file. */
export interface RowError {
  row?: number | null;
  line: number | null;
  column: string | null;
  code: string;
  message: string;
  suggestion?: string | null;
}

/** What an import of rows did, or would do. */
export interface RowReport {
  rows: number;
  created: number;
  updated: number;
  saved: boolean;
  dryRun: boolean;
  changeSetId: string | null;
  errors: RowError[];
  errorCount: number;
}

/** Whether a job's result is the report of an import of rows. */
export function isRowReport(result: unknown): result is RowReport {
  return typeof result === 'object' && result !== null && 'errorCount' in result && 'rows' in result;
}

/** The outcome in one sentence. */
export function outcomeOf(report: RowReport, entity: UiEntity | undefined): string {
  const many = entity?.plural ?? 'rows';
  if (report.dryRun) {
    return report.errorCount === 0 ? 'Nothing is saved yet. All rows are fine.' : 'Nothing is saved yet.';
  }
  return report.saved ? `The ${many} are saved.` : 'Nothing was saved: every row has to be fine.';
}

function Errors({ errors, count }: { errors: readonly RowError[]; count: number }) {
  return (
    <Card title="Refused" aside={errors.length < count ? `first ${errors.length} of ${count}` : String(count)} flush>
      <div className={css.scroll} tabIndex={0} role="region" aria-label="Refused rows">
        <Table heads={['Line', 'Column', 'Why', 'Code']} className={css.table} isTall>
          {errors.map((error, index) => (
            <tr key={`${error.line}${error.column}${index}`}>
              <td className={numberCell}>{error.line ?? 'file'}</td>
              <td>{error.column}</td>
              <td className={css.bad}>
                {error.message}
                {error.suggestion && !error.message.includes(error.suggestion) ? ` Meant ${error.suggestion}?` : null}
              </td>
              <td>{error.code}</td>
            </tr>
          ))}
        </Table>
      </div>
    </Card>
  );
}

/** The report of an import of rows: figures, the change set, and every refused row. */
export function RowReportView({ report, entity }: { report: RowReport; entity: UiEntity | undefined }) {
  const unchanged = Math.max(0, report.rows - report.created - report.updated - report.errorCount);
  return (
    <>
      <Card title={report.dryRun ? 'Preview' : 'Import'} aside={outcomeOf(report, entity)} flush>
        <Counts
          items={[
            ['rows', report.rows],
            [report.dryRun ? 'would be created' : 'created', report.created],
            [report.dryRun ? 'would change' : 'changed', report.updated],
            ['as they are', unchanged],
            ['errors', report.errorCount, true],
          ]}
        />
        {report.saved && report.changeSetId ? (
          <p className={css.counts}>
            <Link to={`/core/change-sets/${report.changeSetId}`} className={textClass.link}>
              All changes of this import
            </Link>{' '}
            <UndoButton target={{ verb: 'changeSetRevert', id: report.changeSetId }} title="Undo this import" />
          </p>
        ) : null}
      </Card>
      {!report.dryRun && !report.saved ? <Alert>{outcomeOf(report, entity)}</Alert> : null}
      {report.errorCount > 0 ? <Errors errors={report.errors} count={report.errorCount} /> : null}
    </>
  );
}
