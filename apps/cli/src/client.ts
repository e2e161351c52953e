import { CliFailure } from './failure.ts';

/** An error the API reports. */
export interface ApiError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** The answer to a GraphQL request. */
export interface Answer<T> {
  readonly data?: T | null;
  readonly errors?: readonly ApiError[];
}

/** Talks to one server with one token. */
export interface Client {
  readonly url: string;
  /** Sends a request with the token. @throws CliFailure when the server can't be reached */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Asks a GraphQL question and gives answer and errors. */
  ask<T>(query: string, variables?: Readonly<Record<string, unknown>>): Promise<Answer<T>>;
  /** Asks and gives the data. @throws CliFailure with the API's own words */
  data<T>(query: string, variables?: Readonly<Record<string, unknown>>): Promise<T>;
}

const causeOf = (error: unknown): string => {
  const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? message;
};

const answerOf = async <T>(response: Response): Promise<Answer<T>> => {
  const text = await response.text();
  try {
    return JSON.parse(text) as Answer<T>;
  } catch {
    throw new CliFailure(
      `The server answered ${response.status} with something that is no JSON: ${text.slice(0, 200)}`,
    );
  }
};

const wordsOf = (errors: readonly ApiError[]): string => errors.map(({ message }) => message).join('\n');

/** Makes a client; nothing is sent yet. */
export const createClient = (url: string, token: string, organization: string | null): Client => {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(organization !== null && { 'x-plumbline-organization': organization }),
  };
  const send: Client['fetch'] = async (path, init = {}) => {
    try {
      return await fetch(`${url}${path}`, {
        ...init,
        headers: { ...headers, ...(init.headers as Record<string, string> | undefined) },
      });
    } catch (error) {
      throw new CliFailure(`The server at ${url} does not answer (${causeOf(error)}).`);
    }
  };
  const ask = async <T>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Answer<T>> => {
    const body = JSON.stringify({ query, variables });
    return answerOf<T>(
      await send('graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body }),
    );
  };
  return {
    url,
    fetch: send,
    ask,
    data: async <T>(query: string, variables?: Readonly<Record<string, unknown>>) => {
      const { data, errors } = await ask<T>(query, variables);
      if (errors && errors.length > 0) throw new CliFailure(wordsOf(errors));
      if (data === undefined || data === null) throw new CliFailure('The server gave no answer.');
      return data;
    },
  };
};
