/** `u_height` as `uHeight`: our name of a field that NetBox calls so. */
export const camelCase = (name: string): string =>
  name.includes('_') ? name.replaceAll(/(?<=[a-z0-9])_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()) : name;
