/** What one read may ask for and use; everything above is refused by name, never cut. */
export interface ReadLimits {
  /** Rows of one page. */
  readonly page: number;
  /** Rows of one page for tokens flagged `bulk`. */
  readonly bulkPage: number;
  /** Rows of a list that does not say `first`. */
  readonly defaultPage: number;
  /** Objects a document may return at most. */
  readonly cost: number;
  /** Relations followed below a root field. */
  readonly depth: number;
  /** Aliased fields in a document. */
  readonly aliases: number;
  /** Conditions in one filter. */
  readonly conditions: number;
  /** Bytes of one SQL statement without its values. */
  readonly sqlBytes: number;
  /** Bytes of rows one read may receive. */
  readonly resultBytes: number;
  readonly deadlineMs: number;
  /** Ids in one array parameter; longer lists take more statements. */
  readonly chunk: number;
}

/** Limits of the product; each may be changed per reader. */
export const defaultLimits: ReadLimits = {
  page: 1_000,
  bulkPage: 100_000,
  defaultPage: 50,
  cost: 500_000,
  depth: 15,
  aliases: 200,
  conditions: 500,
  sqlBytes: 64_000,
  resultBytes: 64_000_000,
  deadlineMs: 30_000,
  chunk: 10_000,
};
