import { fieldOf } from '../../catalogue/catalogue.ts';
import type { UiEntity } from '../../catalogue/types.ts';

/** Types without a cable of their own whose paths can be followed. */
const others = new Set(['dcim.Cable', 'dcim.Device', 'circuits.Circuit', 'wireless.WirelessLink']);

/** Whether objects of an entity have a tab that follows their paths. */
export function isTraced(entity: UiEntity): boolean {
  return others.has(entity.name) || fieldOf(entity, 'cable')?.target === 'dcim.Cable';
}
