/** One thing wrong with an input: where, what kind of refusal, and a sentence for a person. */
export interface Problem {
  /** Input path such as `input.0.position`; empty when the request as a whole is refused. */
  readonly path: string;
  readonly code: string;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Base of every refusal the product makes on purpose; anything else is a defect. */
export class DomainError extends Error {
  readonly code: string;
  readonly problems: readonly Problem[];

  constructor(code: string, problems: readonly Problem[]) {
    super(problems.map((problem) => problem.message).join(' ') || code);
    this.name = new.target.name;
    this.code = code;
    this.problems = problems;
  }
}

const single = (code: string, message: string, path: string, details?: Record<string, unknown>) => [
  { code, message, path, ...(details && { details }) },
];

/** The caller's input is malformed or breaks a rule; every problem is listed. */
export class InvalidInput extends DomainError {
  constructor(problems: readonly Problem[]) {
    super('BAD_USER_INPUT', problems);
  }
}

/** No such object, or none the caller may see; the two are never told apart. */
export class NotFound extends DomainError {
  constructor(message: string, path = '') {
    super('NOT_FOUND', single('NOT_FOUND', message, path));
  }
}

/** The request carries no valid identity. */
export class Unauthenticated extends DomainError {
  constructor(message = 'Sign in, or send an API token as "Authorization: Bearer TOKEN".') {
    super('UNAUTHENTICATED', single('UNAUTHENTICATED', message, ''));
  }
}

/** The caller is known but lacks the right that the message names. */
export class Forbidden extends DomainError {
  constructor(message: string, path = '') {
    super('FORBIDDEN', single('FORBIDDEN', message, path));
  }
}

/** The change collides with what is stored; `code` names the collision. */
export class Conflict extends DomainError {
  constructor(code: string, message: string, path = '', details?: Record<string, unknown>) {
    super(code, single(code, message, path, details));
  }
}

/** The row changed since the caller read it. */
export class StaleWrite extends DomainError {
  constructor(message: string, path: string, details: Record<string, unknown>) {
    super('STALE_WRITE', single('STALE_WRITE', message, path, details));
  }
}

/** The query would cost more than the budget allows; nothing was run. */
export class TooExpensive extends DomainError {
  constructor(message: string, details: Record<string, unknown>) {
    super('QUERY_TOO_EXPENSIVE', single('QUERY_TOO_EXPENSIVE', message, '', details));
  }
}

/** A part the product needs does not answer now; the same request may work later. */
export class Unavailable extends DomainError {
  constructor(message: string) {
    super('UNAVAILABLE', single('UNAVAILABLE', message, ''));
  }
}
