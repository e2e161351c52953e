import type { Model } from '../../registry/model.ts';
import { layoutOf } from '../../write/layout.ts';
import type { Work } from '../../write/work.ts';

/** Tells whether an import brings the first rows of a type, to the provenance and to the organization. */
export interface FirstTime {
  /** As it was before the import stored any row of the type. */
  isFirst(work: Work, type: string, model: Model): Promise<boolean>;
}

const look = async (work: Work, source: string, type: string, model: Model): Promise<boolean> => {
  if (layoutOf(model).organizationColumn === null) return false;
  const [known] = await work.sql<{ found: boolean }>`
    SELECT EXISTS (SELECT 1 FROM core_provenance p
      WHERE p.organization_id = ${work.org} AND p.source = ${source} AND p.source_type = ${type}) AS found`;
  if (known?.found !== false) return false;
  const there = await work.read.builder(model.entityClass, 't').select('t.id').limit(1).getRawOne();
  return there === undefined;
};

/** Looks once for each type. */
export const createFirstTime = (source: string): FirstTime => {
  const known = new Map<string, Promise<boolean>>();
  return {
    isFirst: (work, type, model) => {
      const answer = known.get(type) ?? look(work, source, type, model);
      known.set(type, answer);
      answer.catch(() => known.delete(type));
      return answer;
    },
  };
};
