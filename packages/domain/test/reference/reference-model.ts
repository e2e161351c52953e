import type { Choice } from '@plumbline/kit';

/** A field of a model as the reference file describes it. */
export interface ReferenceField {
  readonly kind: string;
  readonly to?: string;
  readonly types?: readonly string[] | string;
  readonly ct?: string;
  readonly id?: string;
  readonly null?: boolean;
  readonly blank?: boolean;
  readonly unique?: boolean;
  readonly maxLength?: number;
  readonly digits?: number;
  readonly scale?: number;
  readonly onDelete?: string;
  readonly choices?: string;
  readonly counts?: string;
}

/** A model as the reference file describes it. */
export interface ReferenceModel {
  readonly features: readonly string[];
  readonly ordering: readonly string[];
  readonly unique: readonly { readonly fields: readonly string[]; readonly where?: string }[];
  readonly tree?: boolean;
  readonly fields: Readonly<Record<string, ReferenceField>>;
}

/** The parts of the reference file that the registry is compared with. */
export interface Reference {
  readonly models: Readonly<Record<string, ReferenceModel>>;
  readonly choiceSets: Readonly<Record<string, { readonly choices: readonly Choice[] }>>;
}

/** `primary_ip4` as `primaryIp4`; the underscore of a cached column goes. */
export const camelCase = (name: string): string =>
  name.replace(/^_/, '').replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
