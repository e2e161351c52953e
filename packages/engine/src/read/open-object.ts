/** Field of an attached row that reads the object it belongs to. */
export const OPEN_OBJECT = 'object';
