import { defineDomain } from '@plumbline/engine';
import { configTemplateRules } from './template/config-template.rules.ts';
import { contextFieldsOf } from './api/context.resolver.ts';
import { RenderResolver, renderFieldsOf } from './api/render.resolver.ts';
import { LinkResolver } from './api/link.resolver.ts';
import { TemplateResolver } from './api/template.resolver.ts';
import { entities } from './index.gen.ts';
import { SUBJECTS } from './subject.ts';

/** Configurations of devices and virtual machines: contexts, templates, renders and what was rendered. */
export const render = defineDomain({
  name: 'render',
  entities,
  rules: configTemplateRules,
  resolvers: [
    ...SUBJECTS.map(contextFieldsOf),
    ...SUBJECTS.map(renderFieldsOf),
    RenderResolver,
    TemplateResolver,
    LinkResolver,
  ],
});
