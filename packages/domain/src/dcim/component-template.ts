import { BaseObject, text, type ConstraintSpec } from '@plumbline/kit';

/** A template belongs to a type of device or to a type of module. */
export const ONE_PARENT: ConstraintSpec = {
  rule: 'one_parent',
  sql: 'num_nonnulls(device_type_id, module_type_id) = 1',
  code: 'BAD_USER_INPUT',
  message: 'A template belongs to one device type or to one module type.',
};

/** A part that devices of a type are born with; tokens such as `{vc_position}` in name and label are filled in then. */
export abstract class ComponentTemplate extends BaseObject {
  @text({ max: 64, natural: true, search: 100, list: true })
  name!: string;

  @text({ max: 64, optional: true, list: true, help: 'What is printed on the box' })
  label!: string | null;

  @text({ max: 200, optional: true, list: true })
  description!: string | null;
}
