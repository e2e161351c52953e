import { Dim, textClass } from '../../ui/text.tsx';
import { localTime } from '../../ui/time.ts';
import css from './share.module.css';
import type { SharedColumn } from './shared.ts';

/** Whether there is nothing to show. */
export function isUnset(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

/** A value in words; documents as JSON. */
export function sharedText({ kind, unit }: Pick<SharedColumn, 'kind' | 'unit'>, value: unknown): string {
  if (isUnset(value)) return '';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value))
    return value.map((part) => (typeof part === 'object' ? JSON.stringify(part) : String(part))).join(', ');
  if (typeof value === 'object') return JSON.stringify(value, null, 2);
  if (kind === 'dateTime') return localTime(String(value));
  return unit ? `${String(value)} ${unit}` : String(value);
}

/** One value, as text whatever it holds; addresses of pages are links. */
export function SharedValue({ column, value }: { column: SharedColumn; value: unknown }) {
  const text = sharedText(column, value);
  if (text === '') return <Dim>–</Dim>;
  if (column.kind === 'url' && /^https?:\/\//i.test(text)) {
    return (
      <a className={textClass.link} href={text} target="_blank" rel="noreferrer">
        {text}
      </a>
    );
  }
  return <span className={css.value}>{text}</span>;
}
