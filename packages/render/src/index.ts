export { FactDigest, type SentFact } from './answers.ts';
export {
  contractDigest,
  type Contract,
  type ContractField,
  type PathField,
  type ContractType,
  findField,
  type ValueKind,
} from './contract.ts';
export type { FoundTemplate, GraphHost, RowTexts } from './host.ts';
export { LANGUAGE, RENDERER } from './language.ts';
export { RENDER_LIMITS, type RenderLimits } from './limits.ts';
export { lintTemplate, type LintRequest, type LintResult } from './lint.ts';
export { PoolBusy, RenderPool, type PoolOptions, type RenderRequest, type RenderResult } from './pool.ts';
export type { ReadPlan } from './plan/read-plan.ts';
export { ReadPlans } from './plan/read-plans.ts';
export type { Condition, Conditions, RenderProblem, Root, SetQuery, TemplateOptions } from './protocol.ts';
export { TypeRows } from './type-rows.ts';
