import { signInError, SignInPaused } from '../../api/session.ts';
import { loginAddress, providerError, withoutError } from './providers.ts';
import { secondsLeft, waitText } from './use-wait.ts';

const body = (code: string, message: string) => JSON.stringify({ errors: [{ message, extensions: { code } }] });

describe('a refused sign-in', () => {
  test('says what the server says', () => {
    const error = signInError(401, body('UNAUTHENTICATED', 'Unknown user or wrong password.'), null);
    expect(error).not.toBeInstanceOf(SignInPaused);
    expect([error.message, error.code, error.status]).toEqual([
      'Unknown user or wrong password.',
      'UNAUTHENTICATED',
      401,
    ]);
  });

  test.each([
    ['30', 30],
    ['0.4', 1],
    [null, 60],
    ['soon', 60],
  ])('after too many tries waits as long as the server asks (%s)', (header, waitS) => {
    expect(signInError(429, body('TOO_MANY_ATTEMPTS', 'Too many failed attempts.'), header)).toMatchObject({ waitS });
  });

  test('has words where the answer is not the product’s', () => {
    expect(signInError(401, '<html>', null).message).toBe('Unknown user or wrong password.');
    expect(signInError(502, '<html>', null).message).toBe('Signing in failed. Try again.');
  });
});

describe('an identity provider', () => {
  const provider = { key: 'corp', name: 'Corporate login', loginUrl: '/net/auth/oidc/corp/login' };

  test('leads back to the page that was asked for', () => {
    const here = new URL('https://net.example/net/dcim/sites?f=name:eq:a%20b&signInError=UNAVAILABLE#top');
    const address = new URL(loginAddress(provider, here, '/net/'));
    expect(address.origin + address.pathname).toBe('https://net.example/net/auth/oidc/corp/login');
    expect(address.searchParams.get('next')).toBe('/net/dcim/sites?f=name%3Aeq%3Aa+b#top');
  });

  test('is asked on the server of the API when that is another one', () => {
    const here = new URL('https://net.example/net/');
    const api = 'https://api.example/net/';
    expect(loginAddress(provider, here, api)).toMatch(/^https:\/\/api\.example\/net\/auth\/oidc\/corp\/login\?/);
  });

  test('tells in words why it refused', () => {
    expect(providerError('')).toBeNull();
    expect(providerError('?signInError=SIGN_IN_EXPIRED')).toContain('took too long');
    expect(providerError('?signInError=%3Cb%3E')).toBe('Signing in with the identity provider failed. Try again.');
    expect(withoutError(new URL('https://net.example/?signInError=X'))).toBe('/');
  });
});

test('a wait counts whole seconds down to nothing', () => {
  expect([15_000, 14_200, 1, 0, -5].map((ms) => secondsLeft(ms, 0))).toEqual([15, 15, 1, 0, 0]);
  expect([15, 60, 125].map(waitText)).toEqual(['15 s', '1 min', '2 min 5 s']);
});
