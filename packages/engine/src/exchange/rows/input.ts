import { didYouMean, InvalidInput } from '@plumbline/kit';
import type { Model, Registry } from '../../registry/model.ts';

/** Ends the reading of a job's input. @throws InvalidInput */
export const refuseInput = (path: string, message: string): never => {
  throw new InvalidInput([{ path: `input.${path}`, code: 'BAD_USER_INPUT', message }]);
};

/** A job's input as an object of unknown values. */
export const fieldsOf = (input: unknown): Readonly<Record<string, unknown>> =>
  typeof input === 'object' && input !== null ? (input as Readonly<Record<string, unknown>>) : {};

/** The entity an input names as `dcim.Site` or `Site`. @throws InvalidInput with the nearest name */
export const modelNamed = (registry: Registry, type: string): Model =>
  registry.find(type) ??
  registry.byType.get(type) ??
  refuseInput(
    'type',
    `There is no type "${type}".${didYouMean(
      type,
      registry.models.map(({ name }) => name),
    )}`,
  );
