import type { Registry } from '../registry/model.ts';
import type { SettingDefinition } from '../settings/definition.ts';
import type { Db } from '../write/db.ts';
import { readConditions, type Conditions } from './conditions.ts';

/** What a setting decides about every write of an organization. */
export type PolicyRole = 'maintenance' | 'maintenanceNotice' | 'validators' | 'protection';

/** What an organization asks of its writes, as it stood when the run began. */
export interface Policies {
  /** What people are told while only administrators may write; null when everybody may. */
  readonly maintenance: string | null;
  /** What values of rows have to satisfy. */
  readonly validators: Conditions;
  /** What rows have to satisfy before they may be deleted. */
  readonly protection: Conditions;
}

const NONE: Conditions = new Map();

const EVERYBODY_WRITES: Policies = { maintenance: null, validators: NONE, protection: NONE };

/** Documents are the same for many runs; so many of them are kept as they were read. */
const MOST_KNOWN = 100;

interface Stored {
  readonly key: string;
  readonly value: string;
}

/** Reads the policies of organizations from the settings that say so of themselves. */
export class PolicyReader {
  readonly #registry: Registry;
  readonly #roles: ReadonlyMap<string, PolicyRole>;
  readonly #known = new Map<string, Conditions>();

  constructor(registry: Registry, settings: Iterable<SettingDefinition>) {
    this.#registry = registry;
    this.#roles = new Map([...settings].flatMap(({ key, policy }) => (policy ? [[key, policy] as const] : [])));
  }

  /** Runs what begins a run and reads its organization's policies, in one message. */
  async begin(db: Db, organizationId: string, opening: readonly string[]): Promise<Policies> {
    for (const statement of opening) db.send(statement);
    if (this.#roles.size === 0) return EVERYBODY_WRITES;
    const keys = [...this.#roles.keys()].map((key) => `'${key.replaceAll("'", "''")}'`).join(', ');
    const rows = await db.query<Stored>(
      `SELECT DISTINCT ON (key) key, value::text FROM core_setting WHERE key IN (${keys}) AND value <> 'null'::jsonb
       AND (organization_id = $1 OR organization_id IS NULL) ORDER BY key, organization_id NULLS LAST`,
      [organizationId],
      'kept',
    );
    return rows.length === 0 ? EVERYBODY_WRITES : this.#read(rows);
  }

  #read(rows: readonly Stored[]): Policies {
    const stored = new Map(rows.flatMap(({ key, value }) => [[this.#roles.get(key), value] as const]));
    const notice: unknown = JSON.parse(stored.get('maintenanceNotice') ?? '""');
    const conditions = (role: PolicyRole): Conditions => this.#conditions(stored.get(role) ?? '{}');
    return {
      maintenance: stored.get('maintenance') === 'true' ? String(notice) : null,
      validators: conditions('validators'),
      protection: conditions('protection'),
    };
  }

  #conditions(text: string): Conditions {
    const known = this.#known.get(text);
    if (known) return known;
    const { conditions } = readConditions(this.#registry, JSON.parse(text));
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(text, conditions);
    return conditions;
  }
}
