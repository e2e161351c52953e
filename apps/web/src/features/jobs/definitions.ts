import { useQuery } from '@tanstack/react-query';
import { graphql } from '../../api/client.ts';

/** A value of a job's input. */
export interface JobInputField {
  name: string;
  /** `text`, `longText`, `number`, `flag`, `choice`, `type`, `file` or `json`. */
  kind: string;
  required: boolean;
  help: string;
  choices: readonly string[] | null;
  initial: unknown;
}

/** A kind of work that runs beside requests. */
export interface JobDefinition {
  name: string;
  label: string;
  description: string | null;
  mayStart: boolean;
  inputs: readonly JobInputField[];
}

const query = `query JobDefinitions {
  jobDefinitions { name label description mayStart inputs { name kind required help choices initial } }
}`;

/** What jobs there are, by name. */
export function useJobDefinitions() {
  return useQuery({
    queryKey: ['job-definitions'],
    queryFn: async ({ signal }) =>
      (await graphql<{ jobDefinitions: JobDefinition[] }>({ query, variables: {} }, signal)).data.jobDefinitions,
    staleTime: 300_000,
  });
}

/** A job whose files have to be uploaded first, which other pages do. */
export function needsFile({ inputs }: JobDefinition): boolean {
  return inputs.some(({ kind, required }) => required && kind === 'file');
}

/** What a form holds: text, or whether a box is ticked. */
export type InputValues = Readonly<Record<string, string | boolean>>;

/** What the form of a job starts with. */
export function startInput({ inputs }: JobDefinition): InputValues {
  return Object.fromEntries(
    inputs.map(({ name, kind, initial }) => [
      name,
      kind === 'flag'
        ? initial === true
        : typeof initial === 'string'
          ? initial
          : initial === null
            ? ''
            : JSON.stringify(initial),
    ]),
  );
}

/** The input that a form stands for, or by field what is wrong with it. */
export function inputOf(
  { inputs }: JobDefinition,
  values: InputValues,
): { input: Record<string, unknown>; problems: Readonly<Record<string, string>> } {
  const input: Record<string, unknown> = {};
  const problems: Record<string, string> = {};
  for (const { name, kind, required } of inputs) {
    const value = values[name] ?? '';
    if (typeof value === 'boolean') input[name] = value;
    else if (value.trim() === '') {
      if (required) problems[name] = 'This is needed.';
    } else if (kind === 'number') {
      if (Number.isNaN(Number(value))) problems[name] = 'This is no number.';
      input[name] = Number(value);
    } else if (kind === 'json') {
      try {
        input[name] = JSON.parse(value);
      } catch {
        problems[name] = 'This is no JSON.';
      }
    } else input[name] = value;
  }
  return { input, problems };
}
