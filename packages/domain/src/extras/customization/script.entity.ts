import { BaseObject, bool, entity, ref, text } from '@plumbline/kit';
import type { ScriptModule } from './script-module.entity.ts';

/** A script that an import brought; kept, never run. */
@entity('extras.Script', {
  order: ['module', 'name'],
  matchBy: ['module', 'name'],
  unique: [['name', 'module']],
  navGroup: 'Customization',
})
export class Script extends BaseObject {
  @text({ max: 79, natural: true, list: true })
  name!: string;

  @ref('extras.ScriptModule', { inverse: 'scripts', onDelete: 'cascade', list: true })
  module!: ScriptModule;

  @bool({ default: true, list: true })
  isExecutable!: boolean;
}
