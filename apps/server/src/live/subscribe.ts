import { isToldToSeveral } from '@plumbline/engine';
import { createSourceEventStream, execute, type ExecutionArgs, type ExecutionResult } from 'graphql';

type Answer = ExecutionResult | Promise<ExecutionResult>;

/** Answers about what several subscribers are told alike, by what they asked; gone with what they are about. */
const answers = new WeakMap<object, Map<string, Answer>>();

const answerOf = (args: ExecutionArgs, asked: string, told: unknown): Answer => {
  const answer = () => execute({ ...args, rootValue: told });
  if (typeof told !== 'object' || told === null || !isToldToSeveral(told)) return answer();
  const known = answers.get(told) ?? new Map<string, Answer>();
  answers.set(told, known);
  const made = known.get(asked) ?? answer();
  known.set(asked, made);
  return made;
};

/** Subscribes as `subscribe` of graphql does; subscribers who are told the same and ask the same share the answer. */
export const subscribeTogether = async (
  args: ExecutionArgs,
): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> => {
  const stream = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in stream)) return stream;
  const source = stream[Symbol.asyncIterator]();
  const { document, operationName, variableValues } = args;
  const asked = JSON.stringify([document.loc?.source.body, operationName, variableValues]);
  const end = async () => {
    await source.return?.();
    return { value: undefined, done: true as const };
  };
  const together: AsyncIterableIterator<ExecutionResult> = {
    next: async () => {
      const step = await source.next();
      return step.done ? step : { value: await answerOf(args, asked, step.value), done: false };
    },
    return: end,
    [Symbol.asyncIterator]: () => together,
  };
  return together;
};
