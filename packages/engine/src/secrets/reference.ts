import { Conflict, didYouMean } from '@plumbline/kit';

/** Where a secret lies outside the product: one provider's name and the place it knows, `{ env: "SNMP_CORE" }`. */
export type SecretReference = Readonly<Record<string, string>>;

/** A secret as it is kept: the text itself, or where to find it. */
export type SecretValue = string | SecretReference;

/** Finds secrets that are kept outside; plugins may bring more. */
export interface SecretProvider {
  /** Key of the references it answers, `env`. */
  readonly name: string;
  /** Why a place can't be referred to, as the end of a sentence; null when it can. Asked when a reference is written. */
  refuse(place: string): string | null;
  /** The secret, read anew each time. @throws Error that says what is missing and never shows a value */
  resolve(place: string): Promise<string>;
}

/** A reference whose secret can't be had; the message names the place and no value. */
export class SecretUnresolved extends Conflict {
  constructor(message: string) {
    super('SECRET_UNRESOLVED', message);
  }
}

/** Whether a value is a reference in shape. */
export const isReference = (value: unknown): value is SecretReference =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const partsOf = (reference: SecretReference): readonly [string, string] => Object.entries(reference)[0] ?? ['', ''];

/** The providers of one process. */
export class OutsideSecrets {
  readonly #providers: ReadonlyMap<string, SecretProvider>;

  /** @throws Error when two providers share a name */
  constructor(providers: readonly SecretProvider[]) {
    this.#providers = new Map(providers.map((provider) => [provider.name, provider]));
    if (this.#providers.size < providers.length) throw new Error('Two providers of secrets share a name.');
  }

  /** Why a reference can't be stored, as the end of a sentence; null when it can. */
  refuse(reference: SecretReference): string | null {
    const [name, place] = partsOf(reference);
    const provider = this.#providers.get(name);
    if (provider) return provider.refuse(place);
    const known = [...this.#providers.keys()];
    if (known.length === 0) return 'refers to a place outside, and this server is set up for none.';
    return `refers to "${name}", which is none of ${known.join(', ')}.${didYouMean(name, known)}`;
  }

  /** The secret behind a value. @throws SecretUnresolved */
  async resolve(value: SecretValue): Promise<string> {
    if (typeof value === 'string') return value;
    const [name, place] = partsOf(value);
    const provider = this.#providers.get(name);
    const problem = provider ? provider.refuse(place) : `refers to "${name}", which this server is not set up for.`;
    if (!provider || problem !== null) throw new SecretUnresolved(`The secret ${problem}`);
    return provider.resolve(place);
  }
}
