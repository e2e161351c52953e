import { color, entity, OrganizationalObject, STANDARD } from '@plumbline/kit';

/** What a circuit is sold as. */
@entity('circuits.CircuitType', {
  matchBy: ['slug'],
  unique: [['name'], ['slug']],
  navGroup: 'Circuits',
  features: STANDARD,
})
export class CircuitType extends OrganizationalObject {
  @color({ optional: true, list: true })
  color!: string | null;
}
