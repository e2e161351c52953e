import type { ImportSession } from '@plumbline/engine';
import { accountsHere, admitNamesakes, stampAccounts, step } from './before-rows.queries.ts';
import type { ArchiveRow } from './check.ts';

/** Entity of accounts. */
export const ACCOUNT = 'users.User';

/** Accounts of an archive: told from those here by their names, made without a password where there is none. */
export class Accounts {
  /** Archive ids of accounts that this import makes. */
  private readonly made = new Set<string>();
  private here: ReadonlyMap<string, string> = new Map();

  constructor(private readonly session: ImportSession) {}

  /** Account here by account in the archive; empty until all are loaded. */
  get byArchiveId(): ReadonlyMap<string, string> {
    return this.here;
  }

  /** Lets the organization see accounts of these names that it did not know. */
  admit(rows: readonly ArchiveRow[]): Promise<void> {
    const names = rows.map((row) => String(row['username']));
    return step(this.session, (work) => admitNamesakes(work, names));
  }

  noteMade(ids: Iterable<string>): void {
    for (const id of ids) this.made.add(id);
  }

  /** Says who made the accounts; to be called once all of them are loaded. */
  async complete(rows: AsyncIterable<readonly ArchiveRow[]>): Promise<void> {
    this.here = await step(this.session, (work) => accountsHere(work, ACCOUNT));
    const accountOf = (id: unknown): string | null => this.here.get(String(id)) ?? null;
    for await (const batch of rows) {
      const stamps = batch
        .filter((row) => this.made.has(String(row['id'])))
        .flatMap((row) => {
          const id = accountOf(row['id']);
          return id === null
            ? []
            : [{ id, createdBy: accountOf(row['createdBy']), lastUpdatedBy: accountOf(row['lastUpdatedBy']) }];
        });
      if (stamps.length > 0) await step(this.session, (work) => stampAccounts(work, stamps));
    }
  }
}
