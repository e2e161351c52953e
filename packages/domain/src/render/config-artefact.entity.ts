import { BaseObject, dateTime, entity, int, longText, ref, text, textList } from '@plumbline/kit';
import type { Device } from '../dcim/device/device.entity.ts';
import type { ConfigTemplate } from '../extras/config-template.entity.ts';
import type { VirtualMachine } from '../virtualization/virtual-machine.entity.ts';

/** The configuration last rendered and stored for a device or virtual machine with a template. */
@entity('render.ConfigArtefact', {
  readOnly: true,
  matchBy: ['device', 'virtualMachine', 'template', 'extraHash'],
  unique: [
    ['device', 'template', 'extraHash'],
    ['virtualMachine', 'template', 'extraHash'],
  ],
  checks: [
    {
      rule: 'one_subject',
      sql: 'num_nonnulls(device_id, virtual_machine_id) = 1',
      code: 'BAD_USER_INPUT',
      message: 'A configuration is for one device or one virtual machine.',
    },
  ],
  display: ['textHash'],
  order: ['-renderedAt'],
  navGroup: 'Configuration',
})
export class ConfigArtefact extends BaseObject {
  @ref('dcim.Device', { inverse: 'configArtefacts', optional: true, onDelete: 'cascade', list: true })
  device!: Device | null;

  @ref('virtualization.VirtualMachine', {
    inverse: 'configArtefacts',
    optional: true,
    onDelete: 'cascade',
    list: true,
  })
  virtualMachine!: VirtualMachine | null;

  @ref('extras.ConfigTemplate', { inverse: 'configArtefacts', onDelete: 'cascade', list: true })
  template!: ConfigTemplate;

  @text({ max: 64, help: 'SHA-256 of the extra data; `none` without any' })
  extraHash!: string;

  @int({ min: 1, list: true, help: "The template's rowVersion" })
  templateVersion!: number;

  @longText({ optional: true, help: 'The configuration; null when the template gave no text' })
  text!: string | null;

  @text({ max: 64, list: true, help: 'SHA-256 of the text' })
  textHash!: string;

  @text({ max: 64, help: 'SHA-256 of everything that went in: templates, options, context, extra data and rows read' })
  inputHash!: string;

  @textList({ help: 'Types whose rows were read' })
  reads!: readonly string[];

  @dateTime({ list: true })
  renderedAt!: string;
}
