import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { messageOf } from '../api/errors.ts';
import { Button } from './button.tsx';
import css from './panel.module.css';

/** A titled box on a page. */
export function Card({
  title,
  aside,
  children,
  flush = false,
  folds,
}: {
  title?: string;
  aside?: ReactNode;
  children: ReactNode;
  /** Leave the padding to the content. */
  flush?: boolean;
  /** Its title opens and closes it; true when it starts closed. Cards that do not fold leave this out. */
  folds?: boolean | undefined;
}) {
  const body = <div className={flush ? undefined : css.cardBody}>{children}</div>;
  const aria = { className: css.card, 'aria-label': title };
  if (title && folds !== undefined) return <Folding {...aria} {...{ title, aside, body, folds }} />;
  return (
    <section {...aria}>
      {title ? (
        <div className={css.cardHead}>
          <h2 className={css.cardTitle}>{title}</h2>
          {aside ? <div className={css.aside}>{aside}</div> : null}
        </div>
      ) : null}
      {body}
    </section>
  );
}

function Folding({
  title,
  aside,
  body,
  folds,
  ...aria
}: {
  title: string;
  aside: ReactNode;
  body: ReactNode;
  folds: boolean;
  className: string | undefined;
}) {
  return (
    <section {...aria}>
      <details className={css.folding} open={!folds}>
        <summary className={css.cardHead}>
          <ChevronRight size={14} aria-hidden="true" className={css.chevron} />
          <h2 className={css.cardTitle}>{title}</h2>
          {aside ? <div className={css.aside}>{aside}</div> : null}
        </summary>
        {body}
      </details>
    </section>
  );
}

/** Labels with their values. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className={css.kv}>{children}</dl>;
}

/** One label with its value. */
export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** What stands where there is nothing to show: why, and what to do about it. */
export function EmptyState({ title, children, actions }: { title: string; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className={css.state}>
      <p className={css.stateTitle}>{title}</p>
      {children ? <p>{children}</p> : null}
      {actions ? <div className={css.stateActions}>{actions}</div> : null}
    </div>
  );
}

/** A part that failed alone, with a way to try again. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const requestId = (error as { requestId?: string | null } | null)?.requestId;
  return (
    <div className={css.state} role="alert">
      <p className={css.stateTitle}>This did not load</p>
      <p>{messageOf(error)}</p>
      {requestId ? <p>Request {requestId}</p> : null}
      {onRetry ? (
        <div className={css.stateActions}>
          <Button onClick={onRetry}>Try again</Button>
        </div>
      ) : null}
    </div>
  );
}

/** A refusal that concerns what is shown below it. */
export function Alert({ children }: { children: ReactNode }) {
  return (
    <div className={css.alert} role="alert">
      {children}
    </div>
  );
}

const boneWidths = [62, 84, 46, 71, 55];

/** Grey lines in place of what loads; they appear after 150 ms. */
export function Bones({ lines = 4 }: { lines?: number }) {
  return (
    <div className={css.bones} aria-hidden="true">
      {Array.from({ length: lines }, (_, index) => (
        <div key={index} className={css.bone} style={{ width: `${boneWidths[index % 5] ?? 60}%` }} />
      ))}
    </div>
  );
}
