export * from './actor.ts';
export * from './bind/indexes.ts';
export * from './bind/links.ts';
export * from './bind/typeorm.ts';
export * from './permissions.ts';
export * from './registry/build.ts';
export * from './registry/model.ts';
export { hashedName } from './registry/constraints.ts';
