/** `device_role` as we write it: `deviceRole`. */
export const camelName = (name: string): string =>
  name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Parts of a path such as `device_role.slug`, as we write them. */
export const camelPath = (path: string): readonly string[] => path.split('.').map(camelName);
