import type { SaslMechanism, SaslStep } from '../auth/types.ts';

/**
 * Strict base64 (RFC 4648 4, RFC 4954 4): the alphabet, padding only at the end and always there.
 * @returns undefined where it is not that
 */
export function decodeBase64(s: string): Buffer | undefined {
  if (s.length % 4 !== 0) return undefined;
  const b = Buffer.from(s, 'base64');
  return b.toString('base64') === s ? b : undefined;
}

/** A fresh exchange; undefined for a mechanism that is not there. @param name in capitals */
export function mechanism(name: string): SaslMechanism | undefined {
  return factories.get(name)?.();
}

const factories = new Map<string, () => SaslMechanism>([
  ['PLAIN', plain],
  ['LOGIN', login],
]);
export const mechanismNames: readonly string[] = [...factories.keys()];

function plain(): SaslMechanism {
  const check = (b: Buffer): SaslStep => {
    const first = b.indexOf(0);
    const second = first < 0 ? -1 : b.indexOf(0, first + 1);
    if (second < 0 || b.indexOf(0, second + 1) >= 0) return { malformed: 'three fields are needed' };
    return {
      check: {
        authzid: b.toString('utf8', 0, first),
        login: b.toString('utf8', first + 1, second),
        password: b.subarray(second + 1),
      },
    };
  };
  return { name: 'PLAIN', start: (initial) => (initial ? check(initial) : { say: Buffer.alloc(0) }), next: check };
}

function login(): SaslMechanism {
  let user: string | undefined;
  const next = (b: Buffer): SaslStep => {
    if (user !== undefined) return { check: { login: user, password: b, authzid: '' } };
    user = b.toString('utf8');
    return { say: Buffer.from('Password:') };
  };
  return { name: 'LOGIN', start: (initial) => (initial ? next(initial) : { say: Buffer.from('Username:') }), next };
}
