import { bool, choice, entity, ref, text } from '@plumbline/kit';
import type { ModuleType } from '../module/module-type.entity.ts';
import { ComponentTemplate, ONE_PARENT } from '../component-template.ts';
import type { DeviceType } from '../device-type/device-type.entity.ts';
import { interfacePoeMode, interfacePoeType, interfaceType, wirelessRole } from '../interface/interface-choices.ts';

/** An interface that devices of a type are born with. */
@entity('dcim.InterfaceTemplate', {
  order: ['deviceType', 'moduleType', 'sortKey'],
  matchBy: ['deviceType', 'moduleType', 'name'],
  unique: [
    ['deviceType', 'name'],
    ['moduleType', 'name'],
  ],
  checks: [ONE_PARENT],
  navGroup: 'Device types',
})
export class InterfaceTemplate extends ComponentTemplate {
  @choice(interfaceType, { list: true })
  type!: string;

  @bool({ default: true, list: true })
  enabled!: boolean;

  @bool({ default: false, label: 'management only', list: true })
  mgmtOnly!: boolean;

  @ref('dcim.InterfaceTemplate', { optional: true, onDelete: 'setNull', inverse: 'bridgeInterfaces' })
  bridge!: InterfaceTemplate | null;

  @choice(interfacePoeMode, { optional: true, label: 'PoE mode' })
  poeMode!: string | null;

  @choice(interfacePoeType, { optional: true, label: 'PoE type' })
  poeType!: string | null;

  @choice(wirelessRole, { max: 30, optional: true, label: 'wireless role' })
  rfRole!: string | null;

  @ref('dcim.DeviceType', {
    inverse: 'interfaceTemplates',
    optional: true,
    onDelete: 'cascade',
    immutable: true,
    list: true,
  })
  deviceType!: DeviceType | null;

  @ref('dcim.ModuleType', {
    inverse: 'interfaceTemplates',
    optional: true,
    onDelete: 'cascade',
    immutable: true,
    list: true,
  })
  moduleType!: ModuleType | null;

  /** Orders by slot before type; see sort-key.ts. */
  @text({ max: 100, bytewise: true, derived: true, filter: false })
  sortKey!: string;
}
