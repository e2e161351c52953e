import { many, type Effect, type Refusal } from '../case.ts';

const TEMPLATE = 'extras.ConfigTemplate';

/** Options of config templates. */
export const renderCases: readonly Refusal[] = [
  {
    title: 'options of a template are known ones',
    proves: null,
    by: [`${TEMPLATE} render.configtemplate.2.options`],
    model: TEMPLATE,
    slots: async (plant) => (_, fits) => ({
      name: plant.name('template'),
      templateCode: 'hostname {{ device.name }}',
      environmentParams: { trim_blocks: fits ? true : 'perhaps' },
    }),
    refused: ['environmentParams.trim_blocks', 'BAD_USER_INPUT'],
  },
  {
    title: 'a strict template reads fields that exist',
    proves: null,
    by: [`${TEMPLATE} render.configtemplate.5.source`],
    model: TEMPLATE,
    slots: async (plant) => (_, fits) => ({
      name: plant.name('template'),
      templateCode: fits ? '{{ device.name }}' : '{{ device.nmae }}',
    }),
    refused: ['templateCode', 'TEMPLATE_INVALID'],
  },
];

/** What is filled into templates. */
export const renderEffects: readonly Effect[] = [
  {
    title: 'a new template fails on names that are not there',
    proves: null,
    by: `${TEMPLATE} render.configtemplate.1.strict`,
    act: async (plant, count) => ({
      model: TEMPLATE,
      inputs: many(count, () => ({ name: plant.name('template'), templateCode: '{{ device.name }}' })),
      table: 'extras_config_template',
      gives: () => ({ environment_params: { undefined: 'strict' } }),
    }),
  },
  {
    title: 'a template knows the types it uses',
    proves: null,
    by: `${TEMPLATE} render.configtemplate.4.types`,
    act: async (plant, count) => ({
      model: TEMPLATE,
      inputs: many(count, () => ({ name: plant.name('template'), templateCode: '{{ device.site.name }}' })),
      table: 'extras_config_template',
      gives: () => ({ uses_types: ['dcim.Device', 'dcim.Site'] }),
    }),
  },
];
