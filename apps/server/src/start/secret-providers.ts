import { environmentSecrets, fileSecrets, type SecretProvider } from '@plumbline/engine';
import type { Config } from '../config.ts';

/** Where secrets may be kept outside, as far as it is configured. */
export const secretProvidersOf = ({ secretsPrefix, secretsFolder }: Config): SecretProvider[] => [
  ...(secretsPrefix === '' ? [] : [environmentSecrets(process.env, secretsPrefix)]),
  ...(secretsFolder === '' ? [] : [fileSecrets(secretsFolder)]),
];
