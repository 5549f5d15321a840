import { createHash } from 'node:crypto';
import { SERVICES, type Service } from '../../spec/types.ts';
import { UsageError } from '../runner/errors.ts';
import type { Endpoint } from '../wire/types.ts';
import { makeTarget } from './base.ts';
import type { Account, Limits, Target, TargetFacts } from './types.ts';

/** Names a listener goes by on the command line, in target files and in a ready line; the last three are TLS from the first octet. */
export const ENDPOINTS = ['smtp', 'submission', 'submissions', 'lmtp', 'imap', 'imaps', 'pop3', 'pop3s'] as const;
export type EndpointName = (typeof ENDPOINTS)[number];

/** Servers that are not ours may answer an error, above all a wrong password, only after a while. */
export const DEFAULT_LIMITS: Limits = { lanes: 16, perUserConnections: 10, errorDelayMs: 15_000 };

/** Which service an endpoint name stands for. */
export function serviceOf(name: EndpointName): { service: Service; implicit: boolean } {
  const plain = SERVICES.find((s) => s === name);
  if (plain) return { service: plain, implicit: false };
  return { service: name.slice(0, -1) as Service, implicit: true };
}

/** `HOST:PORT`, `[v6]:PORT`, or `/path/of/a/socket`. @throws UsageError naming what it was given for. */
export function parseAddress(text: string, what: string): Pick<Endpoint, 'host' | 'port' | 'path'> {
  if (text.startsWith('/')) return { host: 'localhost', port: 0, path: text };
  const colon = text.lastIndexOf(':');
  const host = text.slice(0, colon).replace(/^\[|\]$/g, '');
  const port = Number(text.slice(colon + 1));
  if (colon < 1 || host === '' || !Number.isInteger(port) || port < 1 || port > 65535) {
    throw new UsageError(`${what}: "${text}" is not HOST:PORT`);
  }
  return { host, port };
}

/** Puts named endpoints under their services. */
export function byService(list: readonly { name: EndpointName; endpoint: Endpoint }[]): TargetFacts['services'] {
  const services: TargetFacts['services'] = {};
  for (const { name, endpoint } of list) {
    const { service } = serviceOf(name);
    services[service] = [...(services[service] ?? []), endpoint];
  }
  return services;
}

/** What the command line says of a server that is already there. */
export type AttachFlags = Partial<Record<EndpointName, string>> & {
  user?: string;
  password?: string;
  address?: string;
  domain?: string;
  disposable?: boolean;
};

/** @throws UsageError for an address that is none, or no address at all. */
export function attach(flags: AttachFlags): Target {
  const list = ENDPOINTS.flatMap((name) => {
    const given = flags[name];
    if (given === undefined) return [];
    const endpoint: Endpoint = {
      ...parseAddress(given, `--${name}`),
      tls: serviceOf(name).implicit ? 'implicit' : 'starttls',
    };
    return [{ name, endpoint }];
  });
  if (list.length === 0) {
    throw new UsageError(
      `name a target file, or where the server listens: ${ENDPOINTS.map((e) => `--${e}`).join(', ')}`,
    );
  }
  if (flags.password !== undefined && flags.user === undefined) throw new UsageError('--password needs --user');
  const address = flags.address ?? (flags.user?.includes('@') ? flags.user : undefined);
  const domain = flags.domain ?? address?.split('@').at(-1) ?? 'localhost';
  const accounts: Account[] =
    flags.user === undefined
      ? []
      : [
          {
            login: flags.user,
            address: address ?? `${flags.user}@${domain}`,
            password: flags.password ?? '',
            disposable: flags.disposable ?? false,
          },
        ];
  const shown = { ...flags, password: undefined };
  return makeTarget({
    facts: {
      name: list[0] ? `${list[0].endpoint.path ?? list[0].endpoint.host}` : 'server',
      services: byService(list),
      domain,
      policy: {},
      limits: DEFAULT_LIMITS,
      config: createHash('sha256').update(JSON.stringify(shown)).digest('hex').slice(0, 16),
    },
    accounts,
    pristine: false,
  });
}
