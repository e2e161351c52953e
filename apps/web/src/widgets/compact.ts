import { createContext } from 'react';

/**
 * True inside a grid: a row is one stop of the keyboard and links by its name, so that its other
 * cells hold no links, and units stand in the heading.
 */
export const CompactContext = createContext(false);
