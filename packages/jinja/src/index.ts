export { TemplateError, type ErrorKind, type ErrorPlace } from './errors.ts';
export { DEFAULT_LIMITS, HOOK_EVERY, checkItems, checkString, tick, type Limits, type StepHook } from './limits.ts';
export {
  Environment,
  type EnvironmentOptions,
  type FilterFunction,
  type Loader,
  type RenderOptions,
  type TestFunction,
} from './runtime/environment.ts';
export { Template } from './runtime/template.ts';
export { compile, createEnvironment, lint, parse, render, type Problem } from './api.ts';
export * from './syntax/ast.ts';
export { blocksOf, children, findAll, walk } from './syntax/walk.ts';
export { DEFAULT_SYNTAX, type SyntaxOptions } from './syntax/tokens.ts';
export {
  Float,
  Markup,
  Range,
  Stream,
  Tuple,
  isHost,
  type HostObject,
  type Kwargs,
  type Value,
} from './values/model.ts';
export { Dict, DictView, SetValue } from './values/dict.ts';
export { Undefined, isUndefined, type UndefinedMode } from './values/undefined.ts';
export { bind, Callable, define, type CallBody, type CallSite, type Param } from './values/callable.ts';
export { equals, order } from './values/compare.ts';
export { each, toArray, truth } from './values/iterate.ts';
export { fromValue, toValue } from './values/convert.ts';
export { parseJson } from './values/json.ts';
export { repr, str } from './values/text.ts';
export { typeName } from './values/names.ts';
