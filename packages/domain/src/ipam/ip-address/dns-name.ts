/** What a DNS name of an address may be: labels of letters, digits, `-` and `_`, or `*`, at most 255 characters. */
export const dnsNameText = {
  max: 255,
  pattern: '([0-9A-Za-z_-]+|\\*)(\\.[0-9A-Za-z_-]+)*\\.?',
  patternHelp: 'must be a host name such as sw1.example.com.',
} as const;
