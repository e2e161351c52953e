import { Check, TriangleAlert } from 'lucide-react';
import type { UserError } from '../../api/errors.ts';
import { cx } from '../../ui/cx.ts';
import table from '../../ui/table.module.css';
import { Mono, Tape } from '../../ui/text.tsx';
import css from './connect.module.css';
import { jacketOf } from './jacket.ts';
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
  const jacket = jacketOf({ type: type || null, color: pair.color });
  return (
    <tr data-refused={pair.problems.length > 0 || undefined}>
      <td className={css.at}>{pair.index + 1}</td>
      <td>
        <Plugs plugs={pair.a} />
      </td>
      <td>
        <span className={css.lead} style={{ ['--jacket' as string]: jacket }}>
          {pair.label ? <Tape>{pair.label}</Tape> : null}
        </span>
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
      <table className={cx(table.table, css.pairs)}>
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">A</th>
            <th scope="col">Cable</th>
            <th scope="col">B</th>
            <th scope="col">Can be joined</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map((pair) => (
            <Line key={pair.index} pair={pair} type={type} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
