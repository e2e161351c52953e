import type { RefValue } from '../../catalogue/types.ts';
import { capital } from '../../catalogue/catalogue.ts';
import { useCatalogue, useEntity } from '../../catalogue/use-catalogue.ts';
import { RowsPicker } from '../../widgets/refs/input.tsx';
import type { Tried } from './previews.ts';
import css from './template-editor.module.css';

/** Most rows of a type previewed side by side. */
const MOST_ROWS = 8;

/** Types that templates are for, as the pages call them. */
const SUBJECTS = ['dcim.Device', 'virtualization.VirtualMachine'] as const;

/** Rows chosen for previews, by type. */
export type ChosenRows = Readonly<Partial<Record<string, readonly RefValue[]>>>;

function SubjectPicker({
  name,
  value,
  onChange,
}: {
  name: string;
  value: readonly RefValue[];
  onChange: (rows: RefValue[]) => void;
}) {
  const entity = useEntity(name);
  return (
    <div className={css.devices}>
      <RowsPicker
        entity={entity}
        label={`${capital(entity?.plural ?? 'rows')} to preview`}
        value={value}
        onChange={(next) => onChange(next.slice(0, MOST_ROWS))}
      />
    </div>
  );
}

/** The chosen rows with the API's name of their type. */
export function useTried(chosen: ChosenRows): Tried[] {
  const catalogue = useCatalogue();
  return SUBJECTS.flatMap((name) => {
    const one = catalogue.byName.get(name)?.one;
    return one === undefined ? [] : (chosen[name] ?? []).map((row) => ({ one, row }));
  });
}

/** Pickers of the devices and virtual machines a template is tried on. */
export function SubjectPickers({ chosen, onChange }: { chosen: ChosenRows; onChange: (chosen: ChosenRows) => void }) {
  return SUBJECTS.map((name) => (
    <SubjectPicker
      key={name}
      name={name}
      value={chosen[name] ?? []}
      onChange={(rows) => onChange({ ...chosen, [name]: rows })}
    />
  ));
}
