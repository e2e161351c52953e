import { entity, json, PrimaryObject, STANDARD, text } from '@plumbline/kit';

/** Attributes that module types of a class have, as a JSON Schema. */
@entity('dcim.ModuleTypeProfile', {
  matchBy: ['name'],
  unique: [['name']],
  navGroup: 'Module types',
  features: STANDARD,
})
export class ModuleTypeProfile extends PrimaryObject {
  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;

  @json({ optional: true })
  schema!: unknown;
}
