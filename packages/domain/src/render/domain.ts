import { defineDomain } from '@plumbline/engine';
import { configTemplateRules } from './template/config-template.rules.ts';
import { DeviceContextResolver, VirtualMachineContextResolver } from './api/context.resolver.ts';
import { DeviceRenderResolver, RenderResolver, VirtualMachineRenderResolver } from './api/render.resolver.ts';
import { TemplateResolver } from './api/template.resolver.ts';
import { entities } from './index.gen.ts';

/** Device configurations: contexts, templates, renders and what was rendered. */
export const render = defineDomain({
  name: 'render',
  entities,
  rules: configTemplateRules,
  resolvers: [
    DeviceContextResolver,
    VirtualMachineContextResolver,
    DeviceRenderResolver,
    VirtualMachineRenderResolver,
    RenderResolver,
    TemplateResolver,
  ],
});
