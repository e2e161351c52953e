import { graphql } from '../../api/client.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Row } from '../../catalogue/types.ts';
import { exportRequest } from '../query/documents.ts';
import type { Column } from './columns.ts';
import { csvHead, csvRows } from './csv.ts';
import type { RowsAsk } from './use-rows.ts';

/** Rows an export asks for at once. */
const exportPage = 500;

interface ExportPage {
  nodes: Row[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/**
 * Reads every row of a list, page by page by cursor, and returns it as CSV.
 *
 * @throws ApiError when a page fails; nothing is saved then.
 */
export async function exportCsv(
  catalogue: Catalogue,
  ask: RowsAsk,
  columns: readonly Column[],
  signal: AbortSignal,
  onProgress: (rows: number) => void,
): Promise<string> {
  const parts = [csvHead(columns)];
  let after: string | undefined;
  let count = 0;
  for (;;) {
    const page = { ...ask, first: exportPage, ...(after ? { after } : {}) };
    const { data } = await graphql<Record<string, ExportPage>>(exportRequest(catalogue, page), signal);
    const list = data[ask.entity.many];
    if (list && list.nodes.length > 0) parts.push(csvRows(columns, list.nodes));
    count += list?.nodes.length ?? 0;
    onProgress(count);
    if (!list?.pageInfo.hasNextPage || !list.pageInfo.endCursor) return `${parts.join('\r\n')}\r\n`;
    after = list.pageInfo.endCursor;
  }
}

/** Hands a text to the browser as a file. */
export function saveFile(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
