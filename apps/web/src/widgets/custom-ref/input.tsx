import type { RefValue } from '../../catalogue/types.ts';
import { useNamedObjects } from '../../generic/named-objects.ts';
import { RefInput } from '../ref/input.tsx';
import { refsOf } from '../refs/cell.tsx';
import { RefsInput } from '../refs/input.tsx';
import type { InputProps } from '../widget.ts';

/** Rows under their names, once those are known. */
function useNamedRows(target: string | undefined, rows: readonly RefValue[]): RefValue[] {
  const bare = rows.filter(({ number, display }) => number === null && display === null);
  const named = useNamedObjects(
    target,
    bare.map(({ id }) => id),
  );
  const known = new Map(named.map(({ id, row }) => [id, row]));
  return rows.map((row) => (known.get(row.id) as RefValue | null | undefined) ?? row);
}

/** Picks the object of a custom field; the form holds the row, the API gets its id. */
export function ObjectIdInput(props: InputProps) {
  const [row = null] = useNamedRows(props.field.target, props.value ? [props.value as RefValue] : []);
  return <RefInput {...props} value={row} />;
}

/** Picks the objects of a custom field. */
export function ObjectIdsInput(props: InputProps) {
  return <RefsInput {...props} value={useNamedRows(props.field.target, refsOf(props.value))} />;
}
