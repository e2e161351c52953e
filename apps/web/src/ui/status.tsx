import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import css from './text.module.css';

/** The seven ways a state can look; each has its own shape, so that colour is never alone. */
export type StatusTone = 'ok' | 'plan' | 'stage' | 'resv' | 'warn' | 'bad' | 'off';

const toneOfValue: Record<string, StatusTone> = {
  active: 'ok',
  connected: 'ok',
  available: 'ok',
  enabled: 'ok',
  succeeded: 'ok',
  completed: 'ok',
  planned: 'plan',
  planning: 'plan',
  pending: 'plan',
  scheduled: 'plan',
  container: 'plan',
  staged: 'stage',
  staging: 'stage',
  provisioning: 'stage',
  inventory: 'stage',
  running: 'stage',
  dhcp: 'stage',
  slaac: 'stage',
  reserved: 'resv',
  decommissioning: 'warn',
  deprecated: 'warn',
  stale: 'warn',
  deprovisioning: 'warn',
  paused: 'warn',
  failed: 'bad',
  errored: 'bad',
  offline: 'off',
  cancelled: 'off',
  retired: 'off',
  decommissioned: 'off',
  disabled: 'off',
  queued: 'off',
};

/** The shapes, drawn in the current colour in a square of 10. */
export const statusShapes: Readonly<Record<StatusTone, ReactNode>> = {
  ok: <circle cx="5" cy="5" r="4" fill="currentColor" />,
  plan: <circle cx="5" cy="5" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.6" />,
  stage: (
    <>
      <circle cx="5" cy="5" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M5 1.6a3.4 3.4 0 0 1 0 6.8z" fill="currentColor" />
    </>
  ),
  resv: <path d="M5 .8 9.2 5 5 9.2.8 5z" fill="currentColor" />,
  warn: <path d="M5 1 9.4 9H.6z" fill="currentColor" />,
  bad: <path d="M1.4 1.4h7.2v7.2H1.4z" fill="currentColor" />,
  off: <path d="M1 4h8v2H1z" fill="currentColor" />,
};

/** How a stored state value looks; unknown ones are neutral. */
export function statusTone(value: string): StatusTone {
  return toneOfValue[value] ?? 'off';
}

/** The shape alone, in its colour. */
export function StatusShape({ tone }: { tone: StatusTone }) {
  return (
    <svg width="10" height="10" aria-hidden="true" style={{ color: `var(--${tone})` }}>
      {statusShapes[tone]}
    </svg>
  );
}

/** A state as shape and word; the normal state stays quiet ink unless it is a pill. */
export function Status({ value, label, pill }: { value: string; label: string; pill?: boolean }) {
  const tone = statusTone(value);
  const ink = tone === 'ok' && !pill ? 'var(--ink-2)' : `var(--${tone})`;
  return (
    <span
      className={cx(css.status, pill && css.pill)}
      style={{ color: ink, ...(pill ? { background: `var(--${tone}-w)` } : {}) }}
    >
      <StatusShape tone={tone} />
      {label}
    </span>
  );
}
