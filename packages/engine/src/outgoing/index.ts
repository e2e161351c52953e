export {
  createCallGuarded,
  type CallGuarded,
  type GuardedAnswer,
  type GuardedOptions,
  type OutgoingTls,
  type ResolveHost,
} from './call.ts';
export { createFetchGuarded, type FetchGuarded, type GuardedRequest } from './fetch.ts';
export {
  createOutgoingPolicy,
  OutgoingRefused,
  refusalOf,
  STRICT,
  type OutgoingPolicy,
  type OutgoingRules,
} from './rules.ts';
