/** One refusal of the caller's input, as every write payload carries them. */
export interface UserError {
  code: string;
  message: string;
  /** Input path such as `input.0.position`; null when it concerns the whole write. */
  path: string | null;
  details?: unknown;
}

/** A request that got no usable answer: network, sign-in, rights, cost or a server fault. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly requestId: string | null;

  constructor(message: string, code: string, status: number, requestId: string | null = null) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
    this.requestId = requestId;
  }
}

/** Whether the session is gone and the person has to sign in again. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 401 || error.code === 'UNAUTHENTICATED');
}

/** Whether the person has to choose a new password before anything else. */
export function isPasswordDue(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'PASSWORD_CHANGE_REQUIRED';
}

/** The words to show for any thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
