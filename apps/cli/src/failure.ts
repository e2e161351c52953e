/** Ends the program with a sentence for the person at the terminal; the exit code is 2. */
export class CliFailure extends Error {}

/** Exit codes of all commands. */
export const EXIT = { ok: 0, refused: 1, failed: 2, differs: 3, interrupted: 130 } as const;
