export {
  createFetchGuarded,
  type FetchGuarded,
  type GuardedOptions,
  type GuardedRequest,
  type OutgoingTls,
  type ResolveHost,
} from './fetch.ts';
export {
  createOutgoingPolicy,
  OutgoingRefused,
  refusalOf,
  STRICT,
  type OutgoingPolicy,
  type OutgoingRules,
} from './rules.ts';
