import 'reflect-metadata';
import { Arg, Field } from 'type-graphql';

/** A class made at run time, as type-graphql wants one per GraphQL type. */
export type Made = new () => object;

/** An empty class with a name, which error messages of type-graphql use. */
export const makeClass = (name: string): Made => ({ [name]: class {} })[name] as Made;

/** What a field or argument says besides its type. */
export interface Said {
  readonly nullable?: boolean;
  /** Entries of a list may be null while the list itself is not. */
  readonly listItemsNullable?: boolean;
  readonly description?: string | undefined;
  readonly deprecated?: string;
}

/** Type of a field, resolved late so that types may refer to each other. */
export type TypeThunk = (returns?: void) => object;

const options = ({ nullable = false, listItemsNullable = false, description, deprecated }: Said) => ({
  nullable: listItemsNullable ? ('items' as const) : nullable,
  ...(description !== undefined && { description }),
  ...(deprecated !== undefined && { deprecationReason: deprecated }),
});

/** Declares a plain field of an object or input type. */
export const addField = (target: Made, name: string, type: TypeThunk, said: Said = {}): void => {
  Field(type, options(said))(target.prototype as object, name);
};

/** One argument of a field. */
export interface Argument extends Said {
  readonly name: string;
  readonly type: TypeThunk;
  readonly defaultValue?: unknown;
}

/** Declares the arguments of a method. */
export const addArguments = (target: Made, method: string, list: readonly Argument[]): void => {
  list.forEach((argument, index) => {
    const { defaultValue } = argument;
    const said = { ...options({ nullable: true, ...argument }), ...(defaultValue !== undefined && { defaultValue }) };
    Arg(argument.name, argument.type as never, said as never)(target.prototype as object, method, index);
  });
};

/** Declares a field with arguments; the executor reads its value from the loaded row by response key. */
export const addMethod = (
  target: Made,
  name: string,
  type: TypeThunk,
  list: readonly Argument[],
  said: Said = {},
): void => {
  addArguments(target, name, list);
  addField(target, name, type, said);
};
