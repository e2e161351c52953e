export * from './bases.ts';
export * from './decorators.ts';
export * from './entity.ts';
export * from './errors.ts';
export * from './kind.ts';
export { kindOf, kinds } from './kinds/index.ts';
export * from './names.ts';
export type * from './spec.ts';
