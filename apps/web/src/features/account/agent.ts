/** What a browser calls itself contains the names of others: the first that matches is the right one. */
const programs: readonly [pattern: RegExp, name: string][] = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\b(OPR|Opera)\//, 'Opera'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\bHeadlessChrome\//, 'Headless Chrome'],
  [/\b(Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];

const systems: readonly [pattern: RegExp, name: string][] = [
  [/\b(iPhone|iPod)\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

function firstOf(list: readonly [RegExp, string][], text: string): string | undefined {
  return list.find(([pattern]) => pattern.test(text))?.[1];
}

/** A browser by name and system, such as `Firefox on Linux`; what it calls itself when it is none of the known. */
export function agentName(userAgent: string | null): string {
  if (!userAgent) return 'Unknown program';
  const program = firstOf(programs, userAgent);
  const system = firstOf(systems, userAgent);
  if (program) return system ? `${program} on ${system}` : program;
  return userAgent.split(/[\s(]/, 1)[0] || userAgent;
}
