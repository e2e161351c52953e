/**
 * A text that is no address, prefix, range, MAC, AS number, id range or name range.
 *
 * The message is one sentence for a person: what is wrong, then what would work.
 */
export class NetSyntaxError extends Error {
  /** The text as it came in. */
  readonly input: string;
  /** What would have worked, as a phrase that completes "write ...". */
  readonly expected: string;

  constructor(input: string, problem: string, expected: string) {
    super(`${problem}; write ${expected}.`);
    this.name = 'NetSyntaxError';
    this.input = input;
    this.expected = expected;
  }
}

/** The input in quotes for a message, cut at 60 characters. */
export const quoted = (input: string): string => JSON.stringify(input.length > 60 ? `${input.slice(0, 57)}...` : input);

/** Builds the error for one kind of value: subject "an IP address" gives `"x" is not an IP address: ...`. */
export const syntaxErrors =
  (subject: string, defaultExpected: string) =>
  (input: string, reason: string, expected: string = defaultExpected): NetSyntaxError =>
    new NetSyntaxError(
      input,
      input.trim() === '' ? `An empty text is not ${subject}` : `${quoted(input)} is not ${subject}: ${reason}`,
      input.trim() === '' ? defaultExpected : expected,
    );
