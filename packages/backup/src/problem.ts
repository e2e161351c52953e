/** What keeps a backup or a restore from succeeding, in one line for the person at the terminal. */
export class BackupError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BackupError';
  }
}

/** The file is no backup, or not all of one. */
export class DamagedBackup extends BackupError {}
