import { BaseObject, text } from '@plumbline/kit';

/** A part that devices of a type are born with; tokens such as `{vc_position}` in name and label are filled in then. */
export abstract class ComponentTemplate extends BaseObject {
  @text({ max: 64, natural: true, search: 100, list: true })
  name!: string;

  @text({ max: 64, optional: true, list: true, help: 'What is printed on the box' })
  label!: string | null;

  @text({ max: 200, optional: true, list: true })
  description!: string | null;
}
