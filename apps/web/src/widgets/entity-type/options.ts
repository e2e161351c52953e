import { type Catalogue, capital } from '../../catalogue/catalogue.ts';
import type { UiEntity, UiField } from '../../catalogue/types.ts';
import type { RecentPlace } from '../../frame/recent.ts';
import type { PickerOption } from '../../ui/picker.tsx';

/** Types in a row before the others that were used last. */
const recentLimit = 3;

function option({ name, label, navGroup }: UiEntity): PickerOption {
  return { value: name, label: capital(label), context: navGroup };
}

/** The types a field may name as options, by label; those looked at last stand first. */
export function typeOptions(catalogue: Catalogue, field: UiField, recent: readonly RecentPlace[]): PickerOption[] {
  const fits = ({ name }: UiEntity) => field.types === undefined || field.types.includes(name);
  const all = catalogue.entities.filter(fits).sort((left, right) => left.label.localeCompare(right.label));
  const names = [...new Set(recent.map(({ entity }) => entity))];
  const first = names.flatMap((name) => all.find((entity) => entity.name === name) ?? []).slice(0, recentLimit);
  const rest = all.filter((entity) => !first.includes(entity));
  return [...first.map((entity) => ({ ...option(entity), isRecent: true })), ...rest.map(option)];
}

/** A type by its label; a name that this server lacks stands for itself. */
export function typeOption(catalogue: Catalogue, name: string): PickerOption {
  const entity = catalogue.byName.get(name);
  return entity ? option(entity) : { value: name, label: name };
}
