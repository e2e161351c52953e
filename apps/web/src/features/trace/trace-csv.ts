import { objectName } from '../../catalogue/object-link.tsx';
import { csvFile } from '../cabling/lines-csv.ts';
import { endWords, type Trace, type TraceEnd, type TraceLink } from './trace.ts';

const heads = ['Path', 'Hop', 'Near end', 'Kind', 'Label', 'Status', 'Length (m)', 'Far end'];

const ends = (all: readonly TraceEnd[]): string => all.map(endWords).join('; ');
const links = (all: readonly TraceLink[], word: (link: TraceLink) => string): string => all.map(word).join('; ');
const kindText = ({ kind }: TraceLink): string => kind.toLowerCase().replaceAll('_', ' ');

/** Paths as CSV: a line a hop, ends and links of one hop in one cell. */
export function traceCsv(traces: readonly Trace[]): string {
  return csvFile(
    heads,
    traces.flatMap((trace, path) =>
      trace.hops.map((hop, at) => [
        String(path + 1),
        String(at + 1),
        ends(hop.near),
        links(hop.links, kindText),
        links(hop.links, (link) => link.label ?? (link.object ? objectName(link.object) : '')),
        links(hop.links, ({ status }) => status ?? ''),
        links(hop.links, ({ lengthM }) => (lengthM === null ? '' : String(Number(lengthM)))),
        ends(hop.far),
      ]),
    ),
  );
}
