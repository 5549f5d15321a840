import type { SaslMechanism, SaslStep } from './types.ts';

/** Mechanisms in order of preference, as they are announced. */
export const MECHANISMS = ['PLAIN', 'LOGIN'] as const;
export type MechanismName = (typeof MECHANISMS)[number];

/** A fresh exchange of the mechanism with this name in any case (RFC 4422 section 3.1), or undefined for one not known. */
export function mechanism(name: string): SaslMechanism | undefined {
  return makers.get(name.toUpperCase())?.();
}

const NUL = 0;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 as a string, or undefined. */
function decode(octets: Uint8Array): string | undefined {
  try {
    return utf8.decode(octets);
  } catch (e) {
    if (e instanceof TypeError) return undefined;
    throw e;
  }
}

/** RFC 4616 section 2: `[authzid] NUL authcid NUL passwd`, all of it UTF-8. */
function plainMessage(message: Buffer): SaslStep {
  const first = message.indexOf(NUL);
  const second = first < 0 ? -1 : message.indexOf(NUL, first + 1);
  if (second < 0) return { malformed: 'PLAIN needs two NUL' };
  if (message.indexOf(NUL, second + 1) >= 0) return { malformed: 'PLAIN has two NUL, not more' };
  const authzid = decode(message.subarray(0, first));
  const login = decode(message.subarray(first + 1, second));
  const password = message.subarray(second + 1);
  if (authzid === undefined || login === undefined || decode(password) === undefined) {
    return { malformed: 'PLAIN is UTF-8' };
  }
  if (login === '' || password.length === 0) return { malformed: 'PLAIN needs a name and a password' };
  return { check: { login, password, authzid } };
}

function plain(): SaslMechanism {
  return {
    name: 'PLAIN',
    start: (initial) => (initial === undefined ? { say: Buffer.alloc(0) } : plainMessage(initial)),
    next: plainMessage,
  };
}

/** LOGIN has no RFC: two challenges whose texts clients expect as they are, answered by name and password. */
function login(): SaslMechanism {
  let name: string | undefined;
  const take = (response: Buffer): SaslStep => {
    if (response.length === 0 || response.includes(NUL)) return { malformed: 'LOGIN needs a name and a password' };
    if (name !== undefined) return { check: { login: name, password: response, authzid: '' } };
    name = decode(response);
    return name === undefined ? { malformed: 'LOGIN takes a name in UTF-8' } : { say: Buffer.from('Password:') };
  };
  return {
    name: 'LOGIN',
    start: (initial) => (initial === undefined ? { say: Buffer.from('Username:') } : take(initial)),
    next: take,
  };
}

const makers = new Map<string, () => SaslMechanism>([
  ['PLAIN', plain],
  ['LOGIN', login],
]);
