import { createOutgoingPolicy, STRICT } from '@plumbline/engine';
import { webhookAddressProblem } from './webhook-address.ts';

const strict = createOutgoingPolicy(STRICT);
const open = createOutgoingPolicy({ allow: ['10.1.0.0/16', 'hooks.lan:9000', 'localhost:3000'], ports: STRICT.ports });

test.each([
  'https://hooks.example/',
  'https://hooks.example',
  'http://hooks.example:8080/a?b={{ event }}',
  'https://{{ data.host }}/in',
  'https://{{ data.host }}.example/in',
  '{{ data.url }}',
  'https://93.184.215.14/in',
])('%s may be kept', (text) => {
  expect(webhookAddressProblem(text, strict)).toBeNull();
});

test.each([
  ['file:///etc/passwd', 'http or https'],
  ['https://user:secret@hooks.example/', 'user name'],
  ['https://hooks.example:22/', 'Port 22'],
  ['http://127.0.0.1/', 'network'],
  ['http://2130706433/', 'network'],
  ['http://0x7f.1/{{ event }}', 'network'],
  ['http://[::1]/', 'network'],
  ['http://[::ffff:10.0.0.1]/', 'network'],
  ['http://169.254.169.254/latest', 'network'],
  ['http://10.1.2.3/', 'network'],
  ['http://localhost/', 'network'],
  ['http://a.localhost./', 'network'],
  ['http://hooks.lan:9000/', 'Port 9000'],
])('%s is refused', (text, says) => {
  expect(webhookAddressProblem(text, strict)).toContain(says);
});

test('what the operator allows may be kept', () => {
  const allowed = ['http://10.1.2.3/', 'http://hooks.lan:9000/in', 'http://localhost:3000/'];
  expect(allowed.map((text) => webhookAddressProblem(text, open))).toEqual([null, null, null]);
  expect(webhookAddressProblem('http://10.2.0.1/', open)).toContain('network');
});
