import { choice, entity, text } from '@plumbline/kit';
import { SyncedObject } from '../synced.ts';
import { managedFileRootPath } from '../../core/choices.ts';

/** A file of scripts that an import brought; kept, never run. */
@entity('extras.ScriptModule', {
  display: ['filePath'],
  order: ['filePath'],
  matchBy: ['fileRoot', 'filePath'],
  navGroup: 'Customization',
})
export class ScriptModule extends SyncedObject {
  @choice(managedFileRootPath, { max: 1000, list: true })
  fileRoot!: string;

  @text({ max: 100, list: true })
  filePath!: string;
}
