import { recordSecurityEvent } from '../security/events.ts';
import { readSetting, writeSetting } from '../settings/settings.ts';
import { applyOperations } from './apply.ts';
import type { Db } from './db.ts';
import { writeDerived } from './derived.ts';
import { followFields } from './follow.ts';
import { holdRows } from './hold.ts';
import { takeLocks } from './locks.ts';
import { createRuleReader } from './reader.ts';
import type { Run } from './run.ts';
import { upsertVerb } from './upsert.ts';
import { createVerb, deleteVerb, updateVerb, updateWhereVerb } from './verbs.ts';
import type { OrganizationBinding, SettingOptions, Work } from './work.ts';

const runSql = async <T>(
  run: Run,
  org: OrganizationBinding,
  text: TemplateStringsArray,
  values: readonly unknown[],
): Promise<T[]> => {
  if (!values.includes(org))
    throw new Error('SQL of a domain has to bind the organization: WHERE organization_id = ${work.org}.');
  const sql = text.reduce((before, part, i) => `${before}$${i}${part}`);
  return run.db.query<T>(
    sql,
    values.map((value) => (value === org ? org.organizationId : value)),
  );
};

const settingOf = async (run: Run, key: string): Promise<unknown> => {
  if (!run.settings.has(key)) run.settings.set(key, await readSetting(run.db, run.actor.organizationId, key));
  return run.settings.get(key);
};

const changeSetting = async (run: Run, key: string, value: unknown, options: SettingOptions): Promise<void> => {
  const { db, actor, reason, settings } = run;
  const { level = 'ORGANIZATION', path, expectedVersion } = options;
  const edit = {
    userId: actor.userId,
    name: actor.name,
    ...(reason !== null && { reason }),
    ...(path !== undefined && { path }),
    ...(expectedVersion !== undefined && { expectedVersion }),
  };
  await writeSetting(db, level === 'ORGANIZATION' ? actor.organizationId : null, key, value, edit);
  settings.delete(key);
};

const connections = new WeakMap<Work, Db>();

/** The connection under a unit of work, for parts of the engine that keep their own tables. */
export const dbOf = (work: Work): Db => {
  const db = connections.get(work);
  if (!db) throw new Error('This work is no run of the engine.');
  return db;
};

const runs = new WeakMap<Work, Run>();

/** The run under a unit of work, for parts of the engine that write by its steps. */
export const runOf = (work: Work): Run => {
  const run = runs.get(work);
  if (!run) throw new Error('This work is no run of the engine.');
  return run;
};

/** What domain code sees of a run. */
export const makeWork = (run: Run): Work => {
  const org: OrganizationBinding = Object.freeze({ organizationId: run.actor.organizationId });
  const work: Work = {
    actor: run.actor,
    registry: run.registry,
    changeSetId: run.changeSetId,
    dryRun: run.dryRun,
    trusted: run.trusted,
    outgoing: run.engine.outgoing,
    get fromLog() {
      return run.fromLog;
    },
    accepts: (code) => run.accepted.has(code),
    org,
    read: createRuleReader(run),
    create: (model, inputs, options) => createVerb(run, model, inputs, options),
    update: (model, inputs, options) => updateVerb(run, model, inputs, options),
    upsert: (model, inputs, options) => upsertVerb(run, model, inputs, options),
    updateWhere: (model, filter, set, expectedCount) => updateWhereVerb(run, model, filter, set, expectedCount),
    delete: (model, target) => deleteVerb(run, model, target),
    applyChanges: (operations) => applyOperations(run, operations),
    setDerived: (model, rows) => writeDerived(run, model, rows),
    followFields: (model, holders, valuesAfter) => followFields(run, model, holders, valuesAfter),
    sql: <T>(text: TemplateStringsArray, ...values: readonly unknown[]) => runSql<T>(run, org, text, values),
    settings: (key) => settingOf(run, key),
    changeSetting: (key, value, options = {}) => changeSetting(run, key, value, options),
    noteSecurity: (...events) => recordSecurityEvent(run.db, run.actor, ...events),
    lock: (keys, { shared = false } = {}) => takeLocks(run, keys, shared),
    hold: (model, ids, of) => holdRows(run, model, ids, of),
    refuse: (path, code, message, details) =>
      void run.problems.push({ path, code, message, ...(details && { details }) }),
    onCommit: (effect) => void run.effects.push(effect),
  };
  connections.set(work, run.db);
  runs.set(work, run);
  return work;
};
