import { graphql, type GraphqlRequest } from '../../api/client.ts';
import type { UserError } from '../../api/errors.ts';

/** Ports in order, as the bulk mutations take them: by name on a device, or by id. */
export interface PortsInput {
  deviceIds?: readonly string[];
  kind?: string;
  names?: readonly string[];
  ids?: readonly string[];
}

/** What a bulk connection is asked to make. */
export interface ConnectInput {
  a: PortsInput;
  b: PortsInput;
  cable?: Readonly<Record<string, unknown>>;
  /** The last number in it counts up. */
  firstLabel?: string;
  /** One label for each cable, as a range. */
  labels?: string;
  colors?: readonly string[];
}

/** A port of a preview; without id where there is none of that name. */
export interface Plug {
  kind: string | null;
  id: string | null;
  name: string;
  deviceName: string | null;
}

/** Two sides that one cable joins, or why it can not. */
export interface Pair {
  index: number;
  label: string | null;
  color: string | null;
  a: Plug[];
  b: Plug[];
  problems: UserError[];
}

/** A cable end that goes from one port to another. */
export interface Moved {
  index: number;
  label: string | null;
  end: string | null;
  from: Plug | null;
  to: Plug | null;
  problems: UserError[];
}

/** A cable that goes. */
export interface Gone {
  id: string;
  number: number;
  label: string | null;
  type: string | null;
  color: string | null;
  a: Plug[];
  b: Plug[];
}

/** What every bulk change answers beside its rows. */
export interface BulkAnswer {
  changeSetId: string | null;
  dryRun: boolean;
  userErrors: UserError[];
}

/** Answer to a bulk connection. */
export interface ConnectAnswer extends BulkAnswer {
  pairs: Pair[];
}

/** Answer to a move of cable ends. */
export interface MoveAnswer extends BulkAnswer {
  moves: Moved[];
}

/** Answer to a bulk disconnection. */
export interface DisconnectAnswer extends BulkAnswer {
  cables: Gone[];
  free: Plug[];
}

const plug = '{ kind id name deviceName }';
const common = 'changeSetId dryRun userErrors { code message path }';
const problems = 'problems { code message path }';

const documents = {
  cableConnect: `mutation CableConnect($input: CableConnectInput!, $options: WriteOptions) {
  cableConnect(input: $input, options: $options) {
    ${common} pairs { index label color a ${plug} b ${plug} ${problems} }
  }
}`,
  cableMove: `mutation CableMove($input: [CableMoveInput!]!, $options: WriteOptions) {
  cableMove(moves: $input, options: $options) {
    ${common} moves { index label end from ${plug} to ${plug} ${problems} }
  }
}`,
  cableDisconnect: `mutation CableDisconnect($input: CableDisconnectInput!, $options: WriteOptions) {
  cableDisconnect(input: $input, options: $options) {
    ${common} cables { id number label type color a ${plug} b ${plug} } free ${plug}
  }
}`,
} as const;

/** A bulk change of cables. */
export type BulkVerb = keyof typeof documents;

/** How a bulk change is run: as a preview, or keeping the rows that are fine. */
export interface BulkOptions {
  dryRun?: boolean;
  mode?: 'PER_ROW';
}

/** The request of a bulk change. */
export function bulkRequest(verb: BulkVerb, input: unknown, options: BulkOptions): GraphqlRequest {
  return { query: documents[verb], variables: { input, options } };
}

/** Sends a bulk change; refusals are part of the answer. @throws ApiError when there is no usable answer. */
export async function sendBulk<T extends BulkAnswer>(
  verb: BulkVerb,
  input: unknown,
  options: BulkOptions,
  signal?: AbortSignal,
): Promise<T> {
  const { data } = await graphql<Record<string, T>>(bulkRequest(verb, input, options), signal);
  const answer = data[verb];
  if (!answer) throw new Error(`The server sent no answer to ${verb}`);
  return answer;
}

/** Refusals that belong to no row of a preview. */
export function otherErrors(errors: readonly UserError[], rows: 'pairs' | 'moves'): UserError[] {
  return errors.filter(({ path }) => !path?.startsWith(`${rows}.`));
}
