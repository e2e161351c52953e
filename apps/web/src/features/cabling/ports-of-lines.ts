import type { PortLine } from './port-lines.ts';
import type { PortsInput } from './requests.ts';

/** Lines as the bulk mutations name them: one list of ids for each kind, in the order of the lines. */
export function portsOfLines(lines: readonly PortLine[]): PortsInput[] {
  const kinds = [...new Set(lines.map(({ entity }) => entity.one))];
  return kinds.map((kind) => ({ kind, ids: lines.filter(({ entity }) => entity.one === kind).map(({ id }) => id) }));
}
