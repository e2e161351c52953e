export {
  createFetchGuarded,
  type FetchGuarded,
  type GuardedOptions,
  type GuardedRequest,
  type ResolveHost,
} from './fetch.ts';
export { createOutgoingPolicy, OutgoingRefused, STRICT, type OutgoingPolicy, type OutgoingRules } from './rules.ts';
