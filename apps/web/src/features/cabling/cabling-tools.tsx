import { Cable, Download, Printer } from 'lucide-react';
import { capital } from '../../catalogue/catalogue.ts';
import { objectName } from '../../catalogue/object-link.tsx';
import type { Row } from '../../catalogue/types.ts';
import { useEntity } from '../../catalogue/use-catalogue.ts';
import { saveFile } from '../../generic/list/export-rows.ts';
import { Button, Key } from '../../ui/button.tsx';
import { counted } from '../../ui/counted.ts';
import { Input, Segments, Select } from '../../ui/input.tsx';
import { printPage } from '../../ui/print-page.ts';
import css from './cabling.module.css';
import { isFree, kindsOf, type LineFilter, type LineState } from './line-filter.ts';
import { linesCsv } from './lines-csv.ts';
import type { PortLine } from './port-lines.ts';
import type { Cabling } from './use-lines.ts';

const states: { value: LineState; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'cabled', label: 'Cabled' },
  { value: 'free', label: 'Free' },
];

/** A name as part of a file name. */
export function fileName(name: string): string {
  return name.replace(/[^\w.-]+/g, '-');
}

function FilterFields({
  cabling,
  filter,
  onFilter,
}: {
  cabling: Cabling;
  filter: LineFilter;
  onFilter: (part: Partial<LineFilter>) => void;
}) {
  const kinds = kindsOf(cabling.lines).map(({ name: value, plural, count }) => ({
    value,
    label: `${capital(plural)} (${count})`,
  }));
  return (
    <>
      <Input
        className={css.find}
        aria-label="Find a port, cable or device"
        placeholder="Find a port, cable or device"
        value={filter.text}
        onChange={(event) => onFilter({ text: event.target.value })}
      />
      <Select
        className={css.kind}
        aria-label="Kind of port"
        options={[{ value: '', label: 'All kinds' }, ...kinds]}
        value={filter.kind}
        onChange={(event) => onFilter({ kind: event.target.value })}
      />
      <Segments
        name="cabled"
        label="Cabled or free"
        value={filter.state}
        options={states}
        onChange={(state) => onFilter({ state: state as LineState })}
      />
    </>
  );
}

/** What stands above the ports: what is shown, and what can be done with it. */
export function CablingTools({
  device,
  lines,
  onConnect,
  ...fields
}: {
  device: Row;
  cabling: Cabling;
  /** The lines that are shown. */
  lines: readonly PortLine[];
  filter: LineFilter;
  onFilter: (part: Partial<LineFilter>) => void;
  onConnect: () => void;
}) {
  const cable = useEntity('dcim.Cable');
  const name = objectName(device);
  const save = () => saveFile(`${fileName(name)}-cabling.csv`, linesCsv(name, lines, cable), 'text/csv');
  return (
    <div className={css.tools}>
      <FilterFields {...fields} />
      <div className={css.end}>
        <Button onClick={save}>
          <Download size={14} aria-hidden="true" /> CSV
        </Button>
        <Button onClick={printPage}>
          <Printer size={14} aria-hidden="true" /> Print
        </Button>
        <Button tone="primary" onClick={onConnect}>
          <Cable size={14} aria-hidden="true" /> Connect <Key>C</Key>
        </Button>
      </div>
    </div>
  );
}

/** What can be done with the picked lines. */
export function PickedBar({
  picked,
  onAsk,
  onClear,
}: {
  picked: readonly PortLine[];
  onAsk: (what: 'connect' | 'disconnect' | 'move', lines: readonly PortLine[]) => void;
  onClear: () => void;
}) {
  const free = picked.filter(isFree);
  const cabled = picked.filter(({ cable }) => cable !== null);
  const ofOneKind = new Set(cabled.map(({ entity }) => entity.name)).size === 1;
  if (picked.length === 0) return null;
  return (
    <div className={css.bar} role="region" aria-label="Selected ports">
      <strong>{counted(picked.length, 'port', 'ports')} selected</strong>
      {free.length > 0 ? <Button onClick={() => onAsk('connect', free)}>Connect {free.length}</Button> : null}
      {ofOneKind ? <Button onClick={() => onAsk('move', cabled)}>Move {cabled.length}</Button> : null}
      {cabled.length > 0 ? (
        <Button tone="danger" onClick={() => onAsk('disconnect', cabled)}>
          Disconnect {cabled.length}
        </Button>
      ) : null}
      <Button tone="quiet" onClick={onClear}>
        Select none
      </Button>
    </div>
  );
}
