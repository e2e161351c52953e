import { color, entity, OrganizationalObject, STANDARD } from '@plumbline/kit';

/** What a virtual circuit is sold as. */
@entity('circuits.VirtualCircuitType', {
  matchBy: ['slug'],
  unique: [['name'], ['slug']],
  navGroup: 'Circuits',
  features: STANDARD,
})
export class VirtualCircuitType extends OrganizationalObject {
  @color({ optional: true, list: true })
  color!: string | null;
}
