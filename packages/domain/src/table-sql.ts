import { quote, type Work } from '@plumbline/engine';

/** Template of an `sql` call around the table of an entity, written TABLE; its name comes from the registry, never from input. */
export const tableSql = (
  work: Work,
  objectType: string,
  ...parts: readonly [string, ...string[]]
): TemplateStringsArray => {
  const table = quote(work.registry.model(objectType).table);
  const texts = parts.map((part) => part.replaceAll('TABLE', table));
  return Object.assign(texts, { raw: texts });
};
