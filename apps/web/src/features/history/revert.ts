import { graphql, type GraphqlRequest } from '../../api/client.ts';
import type { UserError } from '../../api/errors.ts';
import type { ObjectChange } from '../../generic/write.ts';

/** Secrets of an object that have to be set anew. */
export interface Unrestored {
  type: string;
  id: string;
  display: string;
  fields: string[];
}

/** What came of taking something back. */
export interface RevertAnswer {
  changeSetId: string | null;
  userErrors: UserError[];
  changes: ObjectChange[];
  unrestored: Unrestored[];
}

/** A later change set that an object in the way was changed by. */
export interface LaterSet {
  id: string;
  number: number;
  actorName: string;
  at: string;
  action: string;
}

/** What a refusal says of an object in the way. */
export interface InTheWay {
  kind: string;
  type?: string | null;
  id?: string;
  number?: number | null;
  display?: string;
  fields?: string[];
  changeSets?: LaterSet[];
}

/** What can be taken back: a change set, or the delete of one object. */
export interface Target {
  verb: 'changeSetRevert' | 'objectRestore';
  id: string;
}

/** Changes that a preview shows. */
const shown = 200;

/** Takes something back, or shows what that would do. */
export function revertRequest({ verb, id }: Target, dryRun: boolean, reason: string | null = null): GraphqlRequest {
  return {
    query: `mutation Revert($id: ID!, $options: WriteOptions) {
  ${verb}(id: $id, options: $options) {
    changeSetId dryRun
    userErrors { code message path details }
    unrestored { type id display fields }
    changes(first: ${shown}) { type id number display action fields { name before after } }
  }
}`,
    variables: { id, options: { dryRun, ...(reason ? { reason } : {}) } },
  };
}

/** Sends it; refusals are part of the answer. */
export async function sendRevert(target: Target, dryRun: boolean, reason: string | null = null): Promise<RevertAnswer> {
  const { data } = await graphql<Record<string, RevertAnswer>>(revertRequest(target, dryRun, reason));
  const answer = data[target.verb];
  if (!answer) throw new Error('The server sent no answer');
  return answer;
}

/** What a refusal says of the object in the way; null for refusals of another kind. */
export function inTheWay(error: UserError): InTheWay | null {
  const { code, details } = error;
  return code === 'CHANGED_SINCE' && typeof details === 'object' && details !== null ? (details as InTheWay) : null;
}

/** What remains to be done by hand, as a sentence; nothing where all came back. */
export function secretsLeft(unrestored: readonly Unrestored[]): string | undefined {
  if (unrestored.length === 0) return undefined;
  const first = unrestored[0];
  const more = unrestored.length > 1 ? ` and ${unrestored.length - 1} more` : '';
  return `Secrets are not in the log; set them anew: ${first?.display ?? ''}${more}.`;
}
