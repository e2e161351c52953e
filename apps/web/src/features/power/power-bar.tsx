import type { ReactNode } from 'react';
import { StatusShape } from '../../ui/status.tsx';
import { barParts, type Load, loadText, percent, stateOf, stateText, watts } from './load.ts';
import css from './power.module.css';

const tones = { ok: 'ok', peak: 'warn', over: 'bad' } as const;

function State({ load }: { load: Load }) {
  const text = stateText(load);
  if (text === '') return null;
  const tone = tones[stateOf(load)];
  return (
    <span className={css.state} style={{ color: `var(--${tone})` }}>
      <StatusShape tone={tone} />
      {text}
    </span>
  );
}

function Figures({ load }: { load: Load }) {
  const { allocated, available } = load;
  return (
    <>
      <span className={css.figures}>
        <strong>{watts(allocated)}</strong>
        {available > 0 ? ` of ${watts(available)}` : ''}
      </span>
      <span className={css.share}>{percent(allocated, available)}</span>
    </>
  );
}

/** A load as a bar: what is allocated is solid, what may be drawn beyond is hatched, a mark where the power ends. */
export function PowerBar({ label, name, load }: { label: ReactNode; name: string; load: Load }) {
  const parts = barParts(load);
  const isOver = stateOf(load) === 'over' && load.available > 0;
  return (
    <div className={css.line}>
      <span className={css.label}>{label}</span>
      <div
        className={css.bar}
        role="meter"
        aria-label={name}
        aria-valuemin={0}
        aria-valuemax={Math.max(load.available, load.allocated)}
        aria-valuenow={load.allocated}
        aria-valuetext={loadText(load)}
        title={loadText(load)}
      >
        <span className={css.maximum} style={{ width: `${parts.maximum}%` }} />
        <span className={isOver ? css.over : css.allocated} style={{ width: `${parts.allocated}%` }} />
        {parts.limit === null ? null : <span className={css.limit} style={{ left: `${parts.limit}%` }} />}
      </div>
      <Figures load={load} />
      <State load={load} />
    </div>
  );
}
