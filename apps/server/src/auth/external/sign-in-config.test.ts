import { ConfigError, readConfig } from '../../config.ts';

const mistakes = (environment: Record<string, string>): string => {
  try {
    readConfig(environment);
    return '';
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
};

test('nobody is vouched for unless it is told by whom', () => {
  const { proxyLogin, userProxy, oidc, publicUrl } = readConfig({});
  expect([proxyLogin, userProxy, oidc, publicUrl]).toEqual([null, false, [], null]);
  expect(readConfig({ PLUMBLINE_PROXY_LOGIN_CREATE: 'true' }).proxyLogin).toBeNull();
});

test('a proxy is known by its address; the names of its headers are its own', () => {
  const environment = {
    PLUMBLINE_PROXY_LOGIN_FROM: '10.0.0.5, 2001:db8::/64',
    PLUMBLINE_PROXY_LOGIN_USER: 'X-Auth-User',
  };
  expect(readConfig(environment).proxyLogin).toEqual({
    from: ['10.0.0.5', '2001:db8::/64'],
    userHeader: 'x-auth-user',
    groupsHeader: null,
    createUsers: false,
    organization: null,
  });
});

test.each([
  ['PLUMBLINE_PROXY_LOGIN_FROM', 'proxy.example'],
  ['PLUMBLINE_PROXY_LOGIN_FROM', '10.0.0.0/40'],
  ['PLUMBLINE_PROXY_LOGIN_USER', 'two words'],
  ['PLUMBLINE_PROXY_LOGIN_GROUPS', 'a:b'],
  ['PLUMBLINE_PROXY_LOGIN_CREATE', 'yes'],
  ['PLUMBLINE_USER_PROXY', '1'],
  ['PLUMBLINE_PUBLIC_URL', 'plumbline.example'],
  ['PLUMBLINE_OIDC', '{}'],
])('%s is not "%s", and the start says so', (name, value) => {
  expect(mistakes({ [name]: value })).toContain(name);
});

test('the public address ends in a slash, however it is given', () => {
  for (const url of ['https://net.example/plumbline', 'https://net.example/plumbline/'])
    expect(readConfig({ PLUMBLINE_PUBLIC_URL: url }).publicUrl).toBe('https://net.example/plumbline/');
});
