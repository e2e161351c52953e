import { Check, TriangleAlert } from 'lucide-react';
import type { UserError } from '../../api/errors.ts';
import { Table } from '../../ui/table.tsx';
import { Mono, Tape } from '../../ui/text.tsx';
import css from './connect.module.css';
import { JacketLine } from './jacket-line.tsx';
import type { Pair, Plug } from './requests.ts';

/** Ports of a preview, by name. */
export function Plugs({ plugs }: { plugs: readonly Plug[] }) {
  return plugs.map((plug) => (
    <div key={`${plug.deviceName}${plug.name}`} className={css.plug}>
      {plug.deviceName ? <span>{plug.deviceName}</span> : null} <Mono>{plug.name}</Mono>
    </div>
  ));
}

/** Whether a row of a preview can be done, and why not. */
export function Verdict({ problems }: { problems: readonly UserError[] }) {
  if (problems.length === 0) {
    return (
      <span className={css.fine}>
        <Check size={14} aria-hidden="true" /> fine
      </span>
    );
  }
  return problems.map(({ code, message }) => (
    <div key={code + message} className={css.refused}>
      <TriangleAlert size={14} aria-hidden="true" /> <span>{message}</span>
    </div>
  ));
}

function Line({ pair, type }: { pair: Pair; type: string }) {
  return (
    <tr data-refused={pair.problems.length > 0 || undefined}>
      <td className={css.at}>{pair.index + 1}</td>
      <td>
        <Plugs plugs={pair.a} />
      </td>
      <td>
        <JacketLine cable={{ type: type || null, color: pair.color }}>
          {pair.label ? <Tape>{pair.label}</Tape> : null}
        </JacketLine>
      </td>
      <td>
        <Plugs plugs={pair.b} />
      </td>
      <td>
        <Verdict problems={pair.problems} />
      </td>
    </tr>
  );
}

/** Every pair of a connection to be, with its cable and its refusal. */
export function PairPreview({ pairs, type }: { pairs: readonly Pair[]; type: string }) {
  return (
    <div className={css.preview} tabIndex={0} role="region" aria-label="Pairs">
      <Table heads={['#', 'A', 'Cable', 'B', 'Can be joined']} className={css.pairs}>
        {pairs.map((pair) => (
          <Line key={pair.index} pair={pair} type={type} />
        ))}
      </Table>
    </div>
  );
}
