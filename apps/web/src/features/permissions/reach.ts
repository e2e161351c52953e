import { type Catalogue, capital, isCommonField } from '../../catalogue/catalogue.ts';
import type { UiEntity } from '../../catalogue/types.ts';
import { areaLabel } from '../../frame/navigation.ts';
import type { PickerOption } from '../../ui/picker.tsx';

/** Names that stand for several types: all of them, or those of a domain. */
const everyType = '*';

/** Types that the names of a permission stand for, each once, in the order of the catalogue. */
export function typesNamed(catalogue: Catalogue, names: readonly string[]): UiEntity[] {
  const wanted = new Set(names);
  return catalogue.entities.filter(
    ({ name, domain }) => wanted.has(everyType) || wanted.has(name) || wanted.has(`${domain}.*`),
  );
}

/** A name of a permission as people read it. */
export function typeOption(catalogue: Catalogue, name: string): PickerOption {
  if (name === everyType) return { value: name, label: 'All types' };
  if (name.endsWith('.*')) return { value: name, label: `All of ${areaLabel(name.slice(0, -2))}`, context: name };
  const entity = catalogue.byName.get(name);
  return { value: name, label: entity ? capital(entity.label) : name, context: entity?.navGroup };
}

/** What a permission can be for: all types, the parts of the product, single types. */
export function typeOptions(catalogue: Catalogue): PickerOption[] {
  const domains = [...new Set(catalogue.entities.map(({ domain }) => `${domain}.*`))].sort();
  const single = catalogue.entities.map(({ name }) => name);
  const options = (names: readonly string[]) =>
    names.map((name) => typeOption(catalogue, name)).sort((left, right) => left.label.localeCompare(right.label));
  return [typeOption(catalogue, everyType), ...options(domains), ...options(single)];
}

/** One thing a permission may allow. */
export interface Verb {
  name: string;
  help: string;
}

const common: readonly Verb[] = [
  { name: 'view', help: 'see them' },
  { name: 'add', help: 'make new ones' },
  { name: 'change', help: 'edit them' },
  { name: 'delete', help: 'remove them' },
];

const reveal: Verb = { name: 'reveal', help: 'read their secrets, which is kept in the security log' };

/** What verbs that types declare are for; others are told by name alone. */
const declaredHelp: Readonly<Record<string, string>> = {
  render: 'render their configurations',
  connect: 'cable them, without a right to cables',
};

const all: Verb = { name: '*', help: 'all of these, and what is added later' };

/** Verbs of the chosen types: the four, those that types declare, and those that are stored already. */
export function verbsOf(types: readonly UiEntity[], stored: readonly string[]): Verb[] {
  const hasSecrets = types.some(({ fields }) => fields.some(({ kind }) => kind === 'secret'));
  const known = [...common, ...(hasSecrets ? [reveal] : [])];
  const names = new Set([...known.map(({ name }) => name), all.name]);
  const declared = types.flatMap(({ actions = [] }) => actions);
  const more = [...new Set([...declared, ...stored])].filter((name) => !names.has(name));
  return [...known, ...more.map((name) => ({ name, help: declaredHelp[name] ?? 'a verb of its type' })), all];
}

/** What may be named of a permission that is passed on: types that lie within its own, and what it allows. */
export function passableOf(
  catalogue: Catalogue,
  { objectTypes, actions }: { objectTypes: readonly string[]; actions: readonly string[] },
): { types: PickerOption[]; verbs: Verb[] } {
  const own = typesNamed(catalogue, objectTypes);
  const granted = new Set(own.map(({ name }) => name));
  const isWithin = ({ value }: PickerOption) => {
    const named = typesNamed(catalogue, [value]);
    return objectTypes.includes(value) || (named.length > 0 && named.every(({ name }) => granted.has(name)));
  };
  const verbs = verbsOf(own, actions);
  return {
    types: typeOptions(catalogue).filter(isWithin),
    verbs: actions.includes(all.name) ? verbs : verbs.filter(({ name }) => actions.includes(name)),
  };
}

/** Fields that a permission on these types can be limited to, by name; each with the types that have it. */
export function fieldOptions(types: readonly UiEntity[]): PickerOption[] {
  const found = new Map<string, string[]>();
  for (const { fields, label } of types)
    for (const { name } of fields) if (!isCommonField(name)) found.set(name, [...(found.get(name) ?? []), label]);
  return [...found]
    .map(([name, labels]) => ({
      value: name,
      label: name,
      context: types.length > 1 ? (labels.length > 2 ? `${labels.length} types` : labels.join(', ')) : undefined,
    }))
    .sort((left, right) => left.label.localeCompare(right.label));
}
