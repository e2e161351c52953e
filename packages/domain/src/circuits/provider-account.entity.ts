import { entity, PrimaryObject, ref, STANDARD, text, url } from '@plumbline/kit';
import type { Provider } from './provider.entity.ts';

/** An account with a provider. */
@entity('circuits.ProviderAccount', {
  display: ['name', 'account'],
  order: ['provider', 'account'],
  matchBy: ['provider', 'account'],
  unique: [
    ['provider', 'account'],
    ['provider', 'name'],
  ],
  navGroup: 'Circuits',
  features: [...STANDARD, 'contacts'],
})
export class ProviderAccount extends PrimaryObject {
  @ref('circuits.Provider', { inverse: 'accounts', list: true })
  provider!: Provider;

  @text({ max: 100, search: 200, list: true })
  account!: string;

  @text({ max: 100, natural: true, optional: true, search: 100, list: true })
  name!: string | null;

  @url({ optional: true, help: 'Where the provider lets its customers look' })
  portalUrl!: string | null;
}
