const steps: readonly [seconds: number, unit: string][] = [
  [31_557_600, 'y'],
  [2_629_800, 'mo'],
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
];

/** How long ago an instant was, in the largest whole unit: `12 min ago`. */
export function ago(iso: string, now: Date = new Date()): string {
  const seconds = (now.getTime() - new Date(iso).getTime()) / 1000;
  if (Number.isNaN(seconds)) return iso;
  const size = Math.abs(seconds);
  const step = steps.find(([length]) => size >= length);
  if (!step) return 'just now';
  const text = `${Math.floor(size / step[0])} ${step[1]}`;
  return seconds < 0 ? `in ${text}` : `${text} ago`;
}

const localFormat = new Intl.DateTimeFormat(undefined, {
  dateStyle: 'medium',
  timeStyle: 'medium',
});

/** An instant in the reader's own zone. */
export function localTime(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : localFormat.format(date);
}

/** An instant as the value of a `datetime-local` input, in the reader's zone. */
export function toLocalInput(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

/** The value of a `datetime-local` input as an instant in UTC; null when it is none. */
export function fromLocalInput(text: string): string | null {
  const date = new Date(text);
  return text === '' || Number.isNaN(date.getTime()) ? null : date.toISOString();
}
