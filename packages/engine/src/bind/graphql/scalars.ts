import type { ScalarName } from '@plumbline/kit';
import {
  GraphQLError,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  GraphQLBoolean,
  GraphQLScalarType,
  GraphQLString,
  Kind,
  valueFromASTUntyped,
} from 'graphql';

type Accepts = 'text' | 'number' | 'any';

const shown = (value: unknown): string => JSON.stringify(value)?.slice(0, 60) ?? String(value);

const accepted = (name: string, accepts: Accepts, value: unknown): unknown => {
  const isText = typeof value === 'string';
  const isNumber = typeof value === 'number' || typeof value === 'bigint';
  if (accepts === 'any' || isText || (accepts === 'number' && isNumber)) return value;
  throw new GraphQLError(`${name} takes ${accepts === 'text' ? 'text' : 'a number or its text'}, not ${shown(value)}.`);
};

/**
 * A scalar that hands values on as they are. The field's kind reads and checks them in the pipeline, where all
 * problems of an input are reported together.
 */
const passing = (name: string, accepts: Accepts, description: string): GraphQLScalarType =>
  new GraphQLScalarType({
    name,
    description,
    serialize: (value) => value,
    parseValue: (value) => accepted(name, accepts, value),
    parseLiteral: (node, variables) => {
      if (accepts === 'number' && (node.kind === Kind.INT || node.kind === Kind.FLOAT)) return node.value;
      return accepted(name, accepts, valueFromASTUntyped(node, variables));
    },
  });

/** GraphQL types of the scalar names that kinds use. */
export const scalars: Readonly<Record<ScalarName, GraphQLScalarType>> = {
  String: GraphQLString,
  Int: GraphQLInt,
  Float: GraphQLFloat,
  Boolean: GraphQLBoolean,
  ID: GraphQLID,
  UUID: passing('UUID', 'text', 'UUID in lower-case text (RFC 9562).'),
  DateTime: passing('DateTime', 'text', 'Instant with microseconds, UTC (RFC 3339).'),
  Date: passing('Date', 'text', 'Calendar day, ISO 8601.'),
  Decimal: passing('Decimal', 'number', 'Exact decimal number as text.'),
  BigInt: passing('BigInt', 'number', 'Whole number of 64 bits as text.'),
  JSON: passing('JSON', 'any', 'Any JSON value.'),
  Mac: passing('Mac', 'text', 'MAC address or world wide name.'),
  IpHost: passing('IpHost', 'text', 'IP address with its mask, such as 192.0.2.1/24.'),
  IpCidr: passing('IpCidr', 'text', 'IP network, such as 192.0.2.0/24.'),
  AsNumber: passing('AsNumber', 'number', 'Autonomous system number (RFC 6793); dotted text is understood.'),
  Color: passing('Color', 'text', 'Colour as six hex digits.'),
  URL: passing('URL', 'text', 'Absolute URL.'),
  IdRanges: passing('IdRanges', 'text', 'Whole numbers as ranges, such as 1-100,200.'),
  Secret: passing(
    'Secret',
    'any',
    'A secret as text, or where it lies outside, such as `{ env: "NAME" }` or `{ file: "/path" }`. Never given back.',
  ),
};
