import { Link } from '@tanstack/react-router';
import { Cable, Route } from 'lucide-react';
import type { ReactNode } from 'react';
import { ObjectLink, objectName, objectPath } from '../../catalogue/object-link.tsx';
import { useEntity } from '../../catalogue/use-catalogue.ts';
import { buttonClass, IconButton } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/input.tsx';
import { Status } from '../../ui/status.tsx';
import { numberCell, Table, type TableHead } from '../../ui/table.tsx';
import { Dim, Mono } from '../../ui/text.tsx';
import css from './cabling.module.css';
import { choiceLabel } from './lines-csv.ts';
import type { PortLine } from './port-lines.ts';
import { RowMenu } from './row-menu.tsx';
import { FarHolder, FarPort, Wire } from './wire.tsx';

/** What can be done from a line. */
export interface LineActions {
  onPick: (line: PortLine, range: boolean) => void;
  onConnect: (line: PortLine) => void;
  onMove: (line: PortLine) => void;
  onDisconnect: (line: PortLine) => void;
}

/** Path of the trace of a port. */
export function tracePath(line: PortLine): string {
  return objectPath(line.entity, line.port);
}

function Far({ line }: { line: PortLine }) {
  if (line.far.length === 0) {
    const words = line.cable ? 'open end' : line.marked ? 'marked as connected' : '';
    return <td colSpan={2}>{words ? <Dim>{words}</Dim> : null}</td>;
  }
  const cell = (part: (end: PortLine['far'][number]) => ReactNode) => (
    <td>
      {line.far.map((end) => (
        <div key={end.row.id}>{part(end)}</div>
      ))}
    </td>
  );
  return (
    <>
      {cell((end) => (
        <FarHolder end={end} />
      ))}
      {cell((end) => (
        <FarPort end={end} />
      ))}
    </>
  );
}

function CableCells({ line }: { line: PortLine }) {
  const entity = useEntity('dcim.Cable');
  const { cable } = line;
  if (!cable) return <td colSpan={4}>{line.marked ? null : <Dim>free</Dim>}</td>;
  return (
    <>
      <td>
        <Wire cable={cable} />
      </td>
      <td>{choiceLabel(entity, 'type', cable.type)}</td>
      <td className={numberCell}>{cable.length}</td>
      <td>
        <Status value={cable.status ?? ''} label={choiceLabel(entity, 'status', cable.status).toLowerCase()} />
      </td>
    </>
  );
}

function Act({ line, actions }: { line: PortLine; actions: LineActions }) {
  const name = objectName(line.port);
  if (!line.cable) {
    return (
      <IconButton label={`Connect ${name}`} tiny onClick={() => actions.onConnect(line)}>
        <Cable size={14} />
      </IconButton>
    );
  }
  return (
    <span style={{ display: 'inline-flex' }}>
      <Link
        to={tracePath(line)}
        search={{ tab: 'trace' }}
        aria-label={`Trace ${name}`}
        title={`Trace ${name}`}
        className={buttonClass('quiet', 'tiny')}
      >
        <Route size={14} aria-hidden="true" />
      </Link>
      <RowMenu line={line} actions={actions} />
    </span>
  );
}

function Line({ line, isPicked, actions }: { line: PortLine; isPicked: boolean; actions: LineActions }) {
  const name = objectName(line.port);
  return (
    <tr data-port={line.id} data-picked={isPicked || undefined}>
      <td className={css.pick}>
        <label>
          <Checkbox
            aria-label={`Select ${name}`}
            checked={isPicked}
            onChange={() => undefined}
            onClick={(event) => actions.onPick(line, event.shiftKey)}
          />
        </label>
      </td>
      <th scope="row">
        <ObjectLink entity={line.entity} row={line.port}>
          <Mono>{name}</Mono>
        </ObjectLink>
      </th>
      <td>{choiceLabel(line.entity, 'type', line.type) || line.entity.label}</td>
      <CableCells line={line} />
      <Far line={line} />
      <td className={css.act}>
        <Act line={line} actions={actions} />
      </td>
    </tr>
  );
}

const heads: readonly TableHead[] = [
  { label: 'Selected', isSilent: true, className: css.pick },
  'Port',
  'Kind',
  'Cable',
  'Type',
  { label: 'Length', isNumber: true },
  'Status',
  'Far device',
  'Far port',
  { label: 'Actions', isSilent: true },
];

/** Ports with their cables, a line each. */
export function CablingTable({
  lines,
  picked,
  label,
  actions,
}: {
  lines: readonly PortLine[];
  picked: ReadonlySet<string>;
  label: string;
  actions: LineActions;
}) {
  return (
    <div className={css.scroll} tabIndex={0} role="region" aria-label={label}>
      <Table heads={heads} className={css.table}>
        {lines.map((line) => (
          <Line key={line.id} line={line} isPicked={picked.has(line.id)} actions={actions} />
        ))}
      </Table>
    </div>
  );
}
