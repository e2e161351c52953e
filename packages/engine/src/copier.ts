/** Copies an object with all its own fields. */
export type Copier = <T extends object>(original: T) => T;

/**
 * Makes a function that copies objects of one kind, such as the rows of one model.
 *
 * V8 copies an object as a whole where a spread has met few shapes, and field by field where it has met many: of 50
 * fields in 0.2 and 2.6 microseconds. A spread in code that serves all models meets all their shapes, and only code made
 * anew, as this is for each copier, remembers its own.
 */
export const copierOf = (): Copier =>
  // oxlint-disable-next-line typescript/no-implied-eval -- the text is fixed
  new Function('original', 'return { ...original };') as Copier;
