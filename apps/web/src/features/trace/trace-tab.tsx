import { useQuery } from '@tanstack/react-query';
import { Download, Printer } from 'lucide-react';
import { graphql } from '../../api/client.ts';
import { objectName } from '../../catalogue/object-link.tsx';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { useReportStatus } from '../../frame/status-line.tsx';
import { saveFile } from '../../generic/list/export-rows.ts';
import { Button } from '../../ui/button.tsx';
import { counted } from '../../ui/counted.ts';
import { Bones, Card, EmptyState, ErrorState } from '../../ui/panel.tsx';
import { printPage } from '../../ui/print-page.ts';
import { Status } from '../../ui/status.tsx';
import { fileName } from '../cabling/cabling-tools.tsx';
import { endWords, linkCount, outcomeOf, totalLength, type Trace } from './trace.ts';
import { traceCsv } from './trace-csv.ts';
import css from './trace.module.css';
import { traceRequest } from './trace-request.ts';
import { TraceStrip } from './trace-strip.tsx';

interface Traces {
  traces: Trace[];
  total: number;
  ms: number;
}

interface TraceReply {
  trace?: Trace[];
  pathsThrough?: { total: number; nodes: Trace[] };
}

function useTraces(entity: UiEntity, id: string) {
  const catalogue = useCatalogue();
  const request = traceRequest(catalogue, entity, id);
  const query = useQuery({
    queryKey: ['trace', entity.name, id],
    queryFn: async ({ signal }): Promise<Traces> => {
      const { data, ms } = await graphql<TraceReply>(request, signal);
      const traces = data.trace ?? data.pathsThrough?.nodes ?? [];
      return { traces, total: data.pathsThrough?.total ?? traces.length, ms };
    },
  });
  return { query, request };
}

function titleOf(trace: Trace): string {
  const ends = trace.destinations;
  const to = ends.length > 2 ? counted(ends.length, 'end', 'ends') : ends.map(endWords).join(', ');
  return to === '' ? `From ${endWords(trace.origin)}` : `${endWords(trace.origin)} to ${to}`;
}

function PathCard({ trace }: { trace: Trace }) {
  const { status, label } = outcomeOf(trace);
  return (
    <Card
      title={titleOf(trace)}
      aside={
        <span className={css.facts}>
          <Status value={status} label={label} />
          <span>{counted(linkCount(trace), 'link', 'links')}</span>
          <span>{totalLength(trace)}</span>
        </span>
      }
    >
      <TraceStrip trace={trace} />
    </Card>
  );
}

function Tools({ traces, total, name }: { traces: readonly Trace[]; total: number; name: string }) {
  const cut = traces.length < total ? `The first ${traces.length} of ` : '';
  return (
    <div className={css.tools}>
      <span>
        {cut}
        {counted(total, 'path', 'paths')}
      </span>
      <div className={css.end}>
        <Button onClick={() => saveFile(`${fileName(name)}-trace.csv`, traceCsv(traces), 'text/csv')}>
          <Download size={14} aria-hidden="true" /> CSV
        </Button>
        <Button onClick={printPage}>
          <Printer size={14} aria-hidden="true" /> Print
        </Button>
      </div>
    </div>
  );
}

/** The paths of a port or cable, or those that cross a circuit, from end to end. */
export function TraceTab({ entity, row }: { entity: UiEntity; row: Row }) {
  const { query, request } = useTraces(entity, row.id);
  const { data } = query;
  useReportStatus(data ? { text: counted(data.total, 'path', 'paths'), request, ms: data.ms } : null);
  if (query.isPending) return <Bones lines={6} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data.traces.length === 0) {
    return (
      <EmptyState title="Nothing is connected">There is no cable or link to follow from {objectName(row)}.</EmptyState>
    );
  }
  return (
    <div className={css.stack}>
      <Tools traces={query.data.traces} total={query.data.total} name={objectName(row)} />
      {query.data.traces.map((trace, at) => (
        // Paths of one answer keep their order.
        <PathCard key={at} trace={trace} />
      ))}
    </div>
  );
}
