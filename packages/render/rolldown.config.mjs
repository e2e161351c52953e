// The program of the child processes is one file, so that a child may read that file and nothing else.
export default {
  input: 'src/child/main.ts',
  platform: 'node',
  resolve: { conditionNames: ['source', 'node', 'import', 'default'] },
  output: { file: 'dist/child.mjs', format: 'esm', minify: false },
};
