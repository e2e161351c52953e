import {
  createFetchGuarded,
  createOutgoingPolicy,
  environmentSecrets,
  fileSecrets,
  type FetchGuarded,
  type SecretProvider,
} from '@plumbline/engine';
import type { Config } from './config.ts';

/** The fetch for addresses that people give; what it may reach beyond the public internet is configured. */
export const fetchGuardedOf = ({ outgoingAllow, outgoingPorts }: Config): FetchGuarded =>
  createFetchGuarded({ policy: createOutgoingPolicy({ allow: outgoingAllow, ports: outgoingPorts }) });

/** Where secrets may be kept outside, as far as it is configured. */
export const secretProvidersOf = ({ secretsPrefix, secretsFolder }: Config): SecretProvider[] => [
  ...(secretsPrefix === '' ? [] : [environmentSecrets(process.env, secretsPrefix)]),
  ...(secretsFolder === '' ? [] : [fileSecrets(secretsFolder)]),
];
