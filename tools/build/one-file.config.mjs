/**
 * A package of ours as one file beside what the compiler made: a process that loads it reads one module instead of
 * hundreds. Other packages stay apart, ours too, so that plugins and the product share every one of them.
 */
export default {
  input: 'dist/index.js',
  platform: 'node',
  external: (id) => !id.startsWith('.') && !id.startsWith('/'),
  treeshake: false,
  output: { file: 'dist/bundle.js', format: 'esm', minify: false },
};
