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
];
