import type { FileStage } from './on-stage.ts';
import { visit, type Visit } from './visit.ts';

/** A name that would run as markup where it is not shown as text. */
export const MARKUP = '<b onmouseover=alert(1)>Berlin</b>';

/** Asks the API as who is signed in; the answer holds no refusal. */
export async function ask(stage: FileStage, { context }: Visit, query: string): Promise<string> {
  const answer = await context.request.post(`${stage.url}graphql`, {
    data: { query },
    headers: { 'x-plumbline-csrf': '1' },
  });
  const text = await answer.text();
  expect(text).not.toContain('"message"');
  return text;
}

/** Opens a link as somebody who never signed in. */
export async function asVisitor(
  stage: FileStage,
  address: string,
  story: (here: Visit) => Promise<void>,
): Promise<void> {
  const here = await visit(stage, 'light', 'none');
  try {
    await here.page.goto(address);
    await story(here);
    expect(here.faults).toEqual([]);
  } finally {
    await here.context.close();
  }
}
