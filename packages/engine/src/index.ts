export * from './actor.ts';
export * from './bind/indexes.ts';
export * from './bind/links.ts';
export * from './bind/typeorm.ts';
export * from './permissions.ts';
export { boundFilter } from './permissions/bindings.ts';
export { actionPredicate, grantPredicates } from './permissions/predicates.ts';
export { ACTIONS, actsOnAll, changeableFields, isFullyVisible, mayAct, seenFields } from './permissions/rights.ts';
export * from './registry/build.ts';
export {
  computed,
  type ComputedDeclaration,
  type ComputedField,
  type ComputedOptions,
  type ComputedRows,
  type ComputedScope,
} from './registry/computed.ts';
export {
  derived,
  type DerivedDeclaration,
  type DerivedEdge,
  type DerivedField,
  type DerivedLoad,
  type DerivedQuery,
  type DerivedValue,
  type RowRef,
  type VisibleIds,
} from './registry/derived.ts';
export * from './registry/model.ts';
export { hashedName } from './registry/constraints.ts';
export * from './domain.ts';
export * from './plugins/index.ts';
export * from './write/rules.ts';
export * from './write/system-tables.ts';
export { isHiddenField, isHiddenRow } from './write/hidden-rows.ts';
export { permitting } from './write/permitted.ts';
export { seenByEach, type SeenRows } from './write/seen-by.ts';
export { wideLock } from './write/locks.ts';
export { withinVerb } from './write/verb-rights.ts';
export type * from './write/work.ts';
export * from './jobs/index.ts';
export { ensureChangePartitions, ensureMonths } from './changes/partitions.ts';
export type { Change, FieldChange } from './changes/record.ts';
export { restoreObject, revertChangeSet, type Reverted, type RevertOptions } from './changes/revert/revert.ts';
export { rebuildRows, replayRows, type ReplayedRow } from './changes/replay.ts';
export { revertJob } from './changes/revert/revert.job.ts';
export { RevertPayload, RevertResolver, UnrestoredSecrets } from './changes/revert/revert.resolver.ts';
export { consumeAll, productActor, type ConsumeParts } from './events/consume.ts';
export {
  defineConsumer,
  type Concerns,
  type Consumer,
  type EventActor,
  type EventDb,
  type EventHead,
  type OutboxEvent,
} from './events/consumer.ts';
export { Alarm } from './events/alarm.ts';
export { ChangesResolver, type LiveContext } from './events/changes.resolver.ts';
export { ChangeFeed, type FeedOptions } from './events/feed.ts';
export { isToldToSeveral } from './events/feed-segments.ts';
export { endable } from './events/endable.ts';
export { startDuty, type Duty, type DutyOptions } from './events/duty.ts';
export { EVENTS_TOPIC, LIVE_SQL, startLiveHub, type LiveHandler, type LiveHub } from './events/hub.ts';
export { assertFilter, matchFilter, type Image } from './events/match-images.ts';
export { EventReadersResolver } from './events/readers.resolver.ts';
export { beginConsumers } from './events/place.ts';
export { eventDb, startConsumers, type Consumers, type ConsumersOptions } from './events/run-consumers.ts';
export * from './events/run-sequencer.ts';
export * from './events/sequencer.ts';
export { forgetOldAnswers } from './idempotency/store.ts';
export { tidySearch } from './search/rows.ts';
export {
  recordSecurityEvent,
  recordSignInEvent,
  type SecurityDb,
  type SecurityEvent,
  type SecurityEventKind,
  type SignInEvent,
} from './security/events.ts';
export * from './outgoing/index.ts';
export * from './secrets/master-key.ts';
export { REVEAL_REASON } from './secrets/reveal.ts';
export { RevealPayload, RevealResolver } from './secrets/reveal.resolver.ts';
export { keyIds, newMasterKey, SECRET_MASK } from './secrets/sealer.ts';
export { environmentSecrets, fileSecrets } from './secrets/providers.ts';
export { SecretUnresolved, type SecretProvider, type SecretReference } from './secrets/reference.ts';
export { secretForUse, type SecretPlace } from './secrets/use.ts';
export { secretsRotationJob } from './secrets/rotate.job.ts';
export type { Vault, VaultQuery } from './secrets/vault.ts';
export { readConditions, type Conditions } from './policies/conditions.ts';
export { changeSettings, currentSettings } from './settings/change.ts';
export { readSetting } from './settings/settings.ts';
export { settingValueSql } from './settings/sql.ts';
export { refusedValue, type SettingDefinition } from './settings/definition.ts';
export { SettingsResolver } from './settings/settings.resolver.ts';
export type { Respond, RunOptions } from './write/attempt.ts';
export type { CustomFieldCheck, WriteLimits } from './write/engine.ts';
export type { Finding } from './write/run.ts';
export { uuidv7 } from './write/uuid.ts';
export { createWriter, type Outcome, type Writer, type WriterOptions } from './write/writer.ts';
export type { Reach, ReachingPredicates } from './visibility/reach.ts';
export * from './read/index.ts';
export * from './bind/graphql/index.ts';
export * from './catalogue/index.ts';
export * from './exchange/index.ts';
export { withGraph, type GraphList, type GraphRow, type GraphSession, type GraphSql } from './read/graph.ts';
