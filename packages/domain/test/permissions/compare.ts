import type { Question } from './questions.ts';
import type { Ask } from './world.ts';

/** Questions in one document; more make no fewer statements. */
const PART = 200;

/** Answers to questions, in their order, as texts. */
export const answersTo = async (ask: Ask, questions: readonly Question[]): Promise<string[]> => {
  const answers: string[] = [];
  for (let at = 0; at < questions.length; at += PART) {
    const part = questions.slice(at, at + PART);
    const data = await ask(`{ ${part.map(({ field }, i) => `q${i}: ${field}`).join('\n')} }`);
    answers.push(...part.map((_, i) => JSON.stringify(data[`q${i}`])));
  }
  return answers;
};

/** Questions whose answers differ, with both answers. */
export const differences = (
  questions: readonly Question[],
  seen: readonly string[],
  expected: readonly string[],
): string[] =>
  questions.flatMap(({ name, field }, i) =>
    seen[i] === expected[i] ? [] : [`${name}\n  ${field}\n  seen     ${seen[i]}\n  expected ${expected[i]}`],
  );
