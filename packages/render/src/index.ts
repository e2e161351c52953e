export { type Contract, type ContractField, type ContractType, findField, type ValueKind } from './contract.ts';
export type { FoundTemplate, GraphHost } from './host.ts';
export { LANGUAGE } from './language.ts';
export { RENDER_LIMITS, type RenderLimits } from './limits.ts';
export { lintTemplate, type LintRequest, type LintResult } from './lint.ts';
export { PoolBusy, RenderPool, type PoolOptions, type RenderRequest, type RenderResult } from './pool.ts';
export type { Condition, Conditions, RenderProblem, Root, SetQuery, TemplateOptions } from './protocol.ts';
