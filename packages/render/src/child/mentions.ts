import { findField, type ContractField, type ContractType } from '../contract.ts';
import { HEAVY } from './decode.ts';

const isLight = (field: ContractField): boolean => field.kind === 'value' && !HEAVY.has(field.value);

/** Which fields are read together: those that the sources mention. */
export class Mentions {
  readonly #words = new Set<string>();
  readonly #fields = new Map<string, ReadonlySet<string>>();

  /** Takes in the words of one more source. */
  add(words: ReadonlySet<string>): void {
    const before = this.#words.size;
    for (const word of words) this.#words.add(word);
    if (this.#words.size > before) this.#fields.clear();
  }

  /** Fields of a type that some source mentions, by the host's names. */
  of(type: ContractType): ReadonlySet<string> {
    const known = this.#fields.get(type.name);
    if (known) return known;
    const fields = new Set<string>();
    for (const name of [...Object.keys(type.fields), ...Object.keys(type.aliases)]) {
      const field = this.#words.has(name) ? findField(type, name)?.[1] : undefined;
      const [first] = field?.kind === 'path' ? field.path : [];
      const read = first === undefined ? field : findField(type, first)?.[1];
      if (read && read.kind !== 'many' && read.kind !== 'path') fields.add(read.field);
    }
    this.#fields.set(type.name, fields);
    return fields;
  }

  /**
   * Fields to read when one is touched, in an order that does not depend on which.
   *
   * A field that nobody mentions was reached by a computed name; others will be.
   */
  together(type: ContractType, touched: ContractField): string[] {
    const mentioned = this.of(type);
    const isDynamic = !mentioned.has(touched.field) && touched.field !== 'display' && isLight(touched);
    const others = isDynamic
      ? Object.values(type.fields).flatMap((each) => (isLight(each) && each.field !== 'display' ? [each.field] : []))
      : [];
    return [...new Set([...mentioned, ...others, touched.field])];
  }
}
