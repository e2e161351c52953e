import { choice, entity, int, intList, PrimaryObject, STANDARD, text } from '@plumbline/kit';
import { serviceProtocol } from '../service-choices.ts';

/** A pattern for services. */
@entity('ipam.ServiceTemplate', {
  matchBy: ['name'],
  unique: [['name']],
  navGroup: 'Addresses',
  features: STANDARD,
})
export class ServiceTemplate extends PrimaryObject {
  @choice(serviceProtocol, { list: true })
  protocol!: string;

  @intList({ min: 1, max: 65535, list: true })
  ports!: readonly number[];

  @int({ min: 0, optional: true, derived: true })
  portsLowest!: number | null;

  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;
}
