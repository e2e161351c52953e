/** Writes a database and its files into one file and brings them back. */
export { writeBackup, type BackupOptions, type BackupReport, type FilePlace, type OnProgress } from './backup.ts';
export { readBackupHeader, visitBackup, type Sealed, type Visitor } from './contents.ts';
export type { BackupHeader, Level, Totals } from './format.ts';
export { readLevel } from './level.ts';
export { BackupError, DamagedBackup } from './problem.ts';
export { restoreBackup, type RestoreOptions, type RestoreReport } from './restore.ts';
