import { entity, PrimaryObject, ref, STANDARD, text } from '@plumbline/kit';
import type { Provider } from './provider.entity.ts';

/** A network of a provider whose inside is not known. */
@entity('circuits.ProviderNetwork', {
  order: ['provider', 'name'],
  matchBy: ['provider', 'name'],
  unique: [['provider', 'name']],
  navGroup: 'Circuits',
  features: STANDARD,
})
export class ProviderNetwork extends PrimaryObject {
  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;

  @ref('circuits.Provider', { inverse: 'networks', list: true })
  provider!: Provider;

  @text({ max: 100, optional: true, search: 200, list: true })
  serviceId!: string | null;
}
