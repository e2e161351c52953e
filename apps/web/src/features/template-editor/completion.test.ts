import { CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { completeFrom, type Contract } from './completion.ts';

const contract: Contract = {
  globals: { device: 'Device', interfaces: 'Interface' },
  types: {
    Device: [
      { name: 'name', detail: 'text' },
      { name: 'site', detail: 'Site', target: 'Site' },
      { name: 'interfaces', detail: 'Interfaces', target: 'Interface' },
    ],
    Site: [{ name: 'slug', detail: 'text' }],
    Interface: [{ name: 'mtu', detail: 'number' }],
  },
  filters: ['default', 'join'],
  tests: ['defined', 'odd'],
};

/** Labels offered where `^` stands. */
async function offered(text: string, explicit = false): Promise<string[]> {
  const at = text.indexOf('^');
  const state = EditorState.create({ doc: text.replace('^', '') });
  const found = (await completeFrom(contract)(new CompletionContext(state, at, explicit))) as CompletionResult | null;
  return (found?.options ?? []).map(({ label }) => label);
}

test.each([
  ['{{ device.^ }}', ['name', 'site', 'interfaces']],
  ['{{ device.site.^ }}', ['slug']],
  ['{% for i in device.interfaces.all() %}{{ i.^ }}', ['mtu']],
  ['{% for i in interfaces %}{% set peer = device.site %}{{ peer.^ }}', ['slug']],
  ['{{ device.name | ^ }}', []],
  ['{{ device.name | d^ }}', ['default', 'join']],
  ['{% if device.name is d^ %}', ['defined', 'odd']],
  ['device.^', []],
])('%s', async (text, labels) => {
  expect(await offered(text)).toEqual(labels);
});

test('names are the globals, the names bound above, and the words of the language', async () => {
  const labels = await offered('{% for port in interfaces %}{{ p^ }}');
  expect(labels).toEqual(expect.arrayContaining(['device', 'interfaces', 'port', 'endfor']));
  expect(await offered('plain text ^', true)).toEqual([]);
});
