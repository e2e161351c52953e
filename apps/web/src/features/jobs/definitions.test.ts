import { inputOf, type JobDefinition, needsFile, startInput } from './definitions.ts';

const field = (name: string, kind: string, over: object = {}) => ({
  name,
  kind,
  required: false,
  help: '',
  choices: null,
  initial: null,
  ...over,
});

const definition: JobDefinition = {
  name: 'count',
  label: 'Count',
  description: null,
  mayStart: true,
  inputs: [
    field('type', 'type', { required: true }),
    field('filter', 'json'),
    field('atMost', 'number', { initial: 5 }),
    field('dryRun', 'flag', { initial: true }),
  ],
};

test('a form starts with what the job says', () => {
  expect(startInput(definition)).toEqual({ type: '', filter: '', atMost: '5', dryRun: true });
});

test('a form becomes the input of the job, without what was left empty', () => {
  const values = { type: 'dcim.Site', filter: '{"name": {"eq": "a"}}', atMost: '12', dryRun: false };
  expect(inputOf(definition, values)).toEqual({
    input: { type: 'dcim.Site', filter: { name: { eq: 'a' } }, atMost: 12, dryRun: false },
    problems: {},
  });
  expect(inputOf(definition, { type: 'dcim.Site' }).input).toEqual({ type: 'dcim.Site' });
});

test('what is missing or can not be read is named by its field', () => {
  const { problems } = inputOf(definition, { type: ' ', filter: '{', atMost: 'many', dryRun: true });
  expect(problems).toEqual({ type: 'This is needed.', filter: 'This is no JSON.', atMost: 'This is no number.' });
});

test('a job that takes an uploaded file is started where files are uploaded', () => {
  expect(needsFile(definition)).toBe(false);
  expect(needsFile({ ...definition, inputs: [field('fileId', 'file', { required: true })] })).toBe(true);
  expect(needsFile({ ...definition, inputs: [field('fileId', 'file')] })).toBe(false);
});
