import type { ApolloServerPlugin, GraphQLResponse } from '@apollo/server';
import type { Reader } from '@plumbline/engine';
import { OperationTypeNode, type FormattedExecutionResult } from 'graphql';
import type { Pool } from 'pg';
import { publicError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { ServerContext } from './context.ts';

/** Marks data that is JSON text already. */
const RAW = Symbol('raw');

interface RawData {
  readonly [RAW]: string;
}

const isRaw = (data: unknown): data is RawData => typeof data === 'object' && data !== null && RAW in data;

/** Stands for streamed data in the text of an answer; JSON text never holds it. */
const STREAMED = '\u0000';

/** What comes before and after the streamed data in the text of an answer. */
export const aroundStream = (text: string): readonly [before: string, after: string] => {
  const at = text.indexOf(STREAMED);
  return [text.slice(0, at), text.slice(at + STREAMED.length)];
};

/** Writes an answer as text; answers of the reader's fast path are text already. */
export const stringifyAnswer = ({ errors, data, extensions }: FormattedExecutionResult): string => {
  if (!isRaw(data)) return JSON.stringify({ errors, data, extensions });
  const more = extensions === undefined ? '' : `,"extensions":${JSON.stringify(extensions)}`;
  return `{"data":${data[RAW]}${more}}`;
};

const single = (result: FormattedExecutionResult, http: GraphQLResponse['http']): GraphQLResponse => ({
  http,
  body: { kind: 'single', singleResult: result },
});

/**
 * Answers queries through the reader without graphql-js; large answers are left in `measures.streamed`; what it declines, graphql-js
 * answers from the same rows.
 */
export const fastPath = (reader: Reader, pool: Pool, log: Logger): ApolloServerPlugin<ServerContext> => ({
  requestDidStart: async () => ({
    responseForOperation: async ({ document, operation, operationName, request, response, contextValue }) => {
      const known = operation as typeof operation | undefined; // Apollo asks also when none has the name given
      if (known?.operation !== OperationTypeNode.QUERY) return null;
      const { actor, signal, onCost, measures } = contextValue;
      try {
        const answer = await reader.stream(
          { document, operationName, variables: request.variables, actor, signal, onCost },
          pool,
        );
        if (answer === null) return null;
        const isText = 'text' in answer;
        if (!isText) measures.streamed = answer;
        const data = { [RAW]: isText ? answer.text : STREAMED } as never;
        return single({ data, extensions: { cost: answer.cost } }, response.http);
      } catch (error) {
        const { status, error: refusal } = publicError(error, log);
        if (status >= 500) response.http.status = status;
        return single({ errors: [refusal], data: null }, response.http);
      }
    },
    willSendResponse: async ({ response, contextValue }) => {
      const { cost } = contextValue.measures;
      if (cost === null || response.body.kind !== 'single') return;
      const { singleResult } = response.body;
      singleResult.extensions = { ...singleResult.extensions, cost };
    },
  }),
});
