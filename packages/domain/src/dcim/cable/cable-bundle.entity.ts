import { entity, PrimaryObject, STANDARD, text } from '@plumbline/kit';

/** Cables that run together: a trunk, a conduit, a tray. */
@entity('dcim.CableBundle', {
  matchBy: ['name'],
  unique: [['name']],
  navGroup: 'Connections',
  features: STANDARD,
})
export class CableBundle extends PrimaryObject {
  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;
}
