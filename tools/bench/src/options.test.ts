import { askedOf, type Options } from './options.ts';

const options = {
  full: { kind: 'mark', help: 'All of it.' },
  rounds: { kind: 'number', default: 15, help: 'Rounds.' },
  soak: { kind: 'number', default: null, help: 'Seconds.' },
  only: { kind: 'text', value: 'q1', default: null, help: 'Queries.' },
} satisfies Options;

const asked = (...argv: string[]) => askedOf('npm run it', 'Measures.', options, argv);

test('what is left out has its default', () => {
  expect(asked()).toEqual({ values: { full: false, rounds: 15, soak: null, only: null } });
  expect(asked('--full', '--rounds', '3', '--soak=0', '--only', 'q1,q2')).toEqual({
    values: { full: true, rounds: 3, soak: 0, only: 'q1,q2' },
  });
});

test('help names the command and every option with its default', () => {
  expect(asked('--help')).toEqual({
    help: [
      'Usage: npm run it [-- OPTIONS]',
      '',
      'Measures.',
      '',
      '  --full           All of it.',
      '  --rounds N       Rounds. (15)',
      '  --soak N         Seconds.',
      '  --only q1        Queries.',
      '  --help           Shows this text.',
    ].join('\n'),
  });
});

test.each([
  [['--round', '3'], "'--round'"],
  [['--rounds', 'three'], '--rounds takes a whole number, not "three".'],
  [['--rounds=-1'], '--rounds takes a whole number, not "-1".'],
  [['--rounds'], "'--rounds"],
  [['q1'], "'q1'"],
])('%j is refused in words', (argv, words) => {
  expect(asked(...argv)).toEqual({ problem: expect.stringContaining(words) as string });
});
