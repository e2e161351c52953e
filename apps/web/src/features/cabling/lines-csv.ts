import { fieldOf } from '../../catalogue/catalogue.ts';
import { objectName } from '../../catalogue/object-link.tsx';
import type { UiEntity } from '../../catalogue/types.ts';
import { csvCell } from '../../generic/list/csv.ts';
import { choiceOf } from '../../widgets/choice/choices.ts';
import type { FarEnd, PortLine } from './port-lines.ts';

const heads = [
  'Device',
  'Port',
  'Kind',
  'Connector',
  'Cable',
  'Cable type',
  'Length',
  'Status',
  'Far device',
  'Far port',
];

/** The label of a stored choice; the value when the set does not know it. */
export function choiceLabel(entity: UiEntity | undefined, name: string, value: string | null): string {
  const field = entity && fieldOf(entity, name);
  return (field ? choiceOf(field, value)?.label : value) ?? '';
}

const namesOf = (far: readonly FarEnd[], name: (end: FarEnd) => string): string =>
  [...new Set(far.map(name))].join('; ');

/** Lines of text as a CSV file, with the head first (RFC 4180). */
export function csvFile(head: readonly string[], lines: readonly (readonly string[])[]): string {
  return [head, ...lines].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

/** The cable list of a device as CSV: a line a port, several far ends in one cell. */
export function linesCsv(device: string, lines: readonly PortLine[], cable: UiEntity | undefined): string {
  return csvFile(
    heads,
    lines.map((line) => [
      device,
      objectName(line.port),
      line.entity.label,
      choiceLabel(line.entity, 'type', line.type),
      line.cable ? objectName(line.cable) : '',
      choiceLabel(cable, 'type', line.cable?.type ?? null),
      line.cable?.length ?? '',
      choiceLabel(cable, 'status', line.cable?.status ?? null),
      namesOf(line.far, ({ holder }) => (holder ? objectName(holder) : '')),
      namesOf(line.far, ({ row }) => objectName(row)),
    ]),
  );
}
