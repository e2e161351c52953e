import { DomainError, type Problem } from '@plumbline/kit';
import { randomBytes } from 'node:crypto';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from './log.ts';

/** A refusal of the request as such, before GraphQL: carries the status of the answer. */
export class HttpError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'HttpError';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

const STATUS: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  UNAVAILABLE: 503,
  INTERNAL: 500,
};

/** What a failure looks like from outside, and the status it goes with. */
export interface PublicError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly error: GraphQLFormattedError;
}

/** Codes of connections that broke or could not be made: the database, not the request, is at fault. */
const CONNECTION_LOST = /^(08|57P|53)|^E(CONNREFUSED|CONNRESET|PIPE|TIMEDOUT)$/;

const isUnreachable = (error: unknown): boolean => {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return (
    CONNECTION_LOST.test(String(code)) ||
    /connection (terminated|timeout)|timeout exceeded when trying to connect/i.test(message)
  );
};

const detailsOf = (problems: readonly Problem[]) => {
  const [first] = problems;
  if (problems.length === 1 && first && first.path === '' && !first.details) return {};
  return {
    problems: problems.map(({ path, code, message, details }) => ({
      path,
      code,
      message,
      ...(details && { details }),
    })),
  };
};

/** Words a failure for the caller; what nobody expected is logged under an incident id and told no further. */
export const publicError = (error: unknown, log: Logger): PublicError => {
  if (error instanceof HttpError) {
    return {
      status: error.status,
      headers: error.headers,
      error: { message: error.message, extensions: { code: error.code } },
    };
  }
  if (error instanceof DomainError) {
    const extensions = { code: error.code, ...detailsOf(error.problems) };
    return { status: STATUS[error.code] ?? 400, headers: {}, error: { message: error.message, extensions } };
  }
  if (isUnreachable(error)) {
    log.error({ err: error }, 'The database does not answer.');
    const message = 'The database does not answer now. Try again in a moment.';
    return { status: 503, headers: { 'retry-after': '5' }, error: { message, extensions: { code: 'UNAVAILABLE' } } };
  }
  const incident = randomBytes(6).toString('hex');
  log.error({ err: error, incident }, 'A request failed unexpectedly.');
  const message = `Something went wrong here. Report it with the incident id ${incident}.`;
  return { status: 500, headers: {}, error: { message, extensions: { code: 'INTERNAL', incident } } };
};

/** Codes that Apollo gives to requests it refuses itself; their messages speak of the request only. */
const REQUEST_CODES: ReadonlySet<unknown> = new Set([
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

const causeOf = (error: unknown): unknown => {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
};

/** Maps any error of an execution to its public form, keeping where in the answer it belongs. */
export const graphqlErrorFormat =
  (log: Logger) =>
  (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const cause = causeOf(error);
    const own =
      cause instanceof GraphQLError &&
      (REQUEST_CODES.has(formatted.extensions?.['code']) || cause.extensions['code'] === undefined);
    const place = {
      ...(formatted.path && { path: formatted.path }),
      ...(formatted.locations && { locations: formatted.locations }),
    };
    if (own) {
      const code = formatted.extensions?.['code'];
      return {
        message: formatted.message,
        ...place,
        extensions: { code: code === 'INTERNAL_SERVER_ERROR' ? 'BAD_USER_INPUT' : code },
      };
    }
    return { ...publicError(cause, log).error, ...place };
  };
