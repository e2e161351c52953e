import { lazyPart } from '../../ui/lazy-part.ts';
import { refsWidget } from '../refs/index.ts';
import { accepted, type ArcsValue, type Widget } from '../widget.ts';

/** References to several objects of one of several kinds: the ports at an end of a cable. */
export const arcsWidget: Widget = {
  ...refsWidget,
  Input: lazyPart(async () => (await import('./input.tsx')).ArcsInput),
  toForm: (value) => (value as ArcsValue | null) ?? null,
  toInput: (value) => {
    const { arm, rows } = (value as ArcsValue | null) ?? { arm: '', rows: [] };
    return accepted(rows.map((row) => ({ [arm]: { id: row.id } })));
  },
};
