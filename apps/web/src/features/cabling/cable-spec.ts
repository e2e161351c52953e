import type { ConnectInput, PortsInput } from './requests.ts';

/** What cables to be made are like, as it is typed. */
export interface CableSpec {
  labels: string;
  type: string;
  status: string;
  profile: string;
  /** Six hex digits each, taken in turn. */
  colors: readonly string[];
  length: string;
  lengthUnit: string;
}

/** Cables of which nothing is said but that they are plugged in. */
export const plainCables: CableSpec = {
  labels: '',
  type: '',
  status: 'connected',
  profile: '',
  colors: [],
  length: '',
  lengthUnit: 'm',
};

/** Colours in which jackets are sold. */
export const jacketColors: readonly { hex: string; name: string }[] = [
  { hex: '2e6fd1', name: 'Blue' },
  { hex: 'ae1f27', name: 'Red' },
  { hex: '0b7038', name: 'Green' },
  { hex: 'f0c400', name: 'Yellow' },
  { hex: 'e07b00', name: 'Orange' },
  { hex: '849094', name: 'Grey' },
  { hex: '12181a', name: 'Black' },
  { hex: 'ffffff', name: 'White' },
  { hex: '663ab0', name: 'Violet' },
  { hex: 'd6337c', name: 'Pink' },
  { hex: '27b1ae', name: 'Aqua' },
  { hex: '7a4b2a', name: 'Brown' },
];

/** Labels as a range when they are written as one, else counted up from the first. */
function labelsOf(text: string): Pick<ConnectInput, 'labels' | 'firstLabel'> {
  if (text === '') return {};
  return text.includes('[') ? { labels: text } : { firstLabel: text };
}

/** The bulk connection for two sides; fields that were left empty are not said. */
export function connectInput(a: PortsInput, b: PortsInput, spec: CableSpec): ConnectInput {
  const { labels, colors, length, lengthUnit, ...choices } = spec;
  const said = Object.entries(choices).filter(([, value]) => value !== '');
  const measured = length.trim() === '' ? [] : Object.entries({ length: length.trim().replace(',', '.'), lengthUnit });
  return {
    a,
    b,
    cable: Object.fromEntries([...said, ...measured]),
    ...labelsOf(labels.trim()),
    ...(colors.length > 0 ? { colors } : {}),
  };
}
