import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../runner/errors.ts';
import type { Endpoint } from '../wire/types.ts';
import { byService, DEFAULT_LIMITS, ENDPOINTS, type EndpointName, parseAddress, serviceOf } from './attach.ts';
import { makeTarget } from './base.ts';
import { type Contained, startContainer } from './container.ts';
import { readTarget, type TargetFile } from './file.ts';
import { filesDoor } from './mail-files.ts';
import { type Notice, toStderr } from './notice.ts';
import { start } from './spawn.ts';
import type { Account, Target, TargetFacts } from './types.ts';

/** The accounts a target file names, one by one or by a pattern. */
export function accountsOf(file: TargetFile): Account[] {
  const { accounts } = file;
  if (!accounts) return file.account;
  return Array.from({ length: accounts.count }, (_, i) => {
    const fill = (s: string) =>
      s.replaceAll('{n}', String(i).padStart(accounts.width, '0')).replaceAll('{domain}', file.domain);
    return {
      login: fill(accounts.login),
      address: fill(accounts.address),
      password: accounts.password,
      disposable: accounts.disposable,
    };
  });
}

function stated(file: TargetFile): { name: EndpointName; endpoint: Endpoint }[] {
  return ENDPOINTS.flatMap((name) => {
    const s = file.service[name];
    if (!s) return [];
    const { implicit } = serviceOf(name);
    if (implicit && s.tls !== undefined && s.tls !== 'implicit') {
      throw new UsageError(`service.${name}.tls: must be implicit, or left out`);
    }
    if (s.endpoint === undefined) return [];
    const tls = implicit ? 'implicit' : (s.tls ?? 'starttls');
    return [{ name, endpoint: { ...parseAddress(s.endpoint, `service.${name}.endpoint`), tls } }];
  });
}

/** Endpoints a started server told of, dressed as the target file says. */
function told(endpoints: Partial<Record<EndpointName, string>>, file: TargetFile) {
  return ENDPOINTS.flatMap((name) => {
    const address = endpoints[name];
    if (address === undefined) return [];
    const { implicit } = serviceOf(name);
    const tls: Endpoint['tls'] = implicit ? 'implicit' : (file.service[name]?.tls ?? 'starttls');
    return [{ name, endpoint: { ...parseAddress(address, `endpoint ${name}`), tls } }];
  });
}

/** Opens what a target file describes: starts it where it says how, and attaches to it. @throws UsageError, TargetError */
export async function openFile(
  name: string,
  env: Readonly<Record<string, string>> = {},
  say: Notice = toStderr,
): Promise<Target> {
  const file = await readTarget(name);
  const accounts = accountsOf(file);
  const facts: TargetFacts = {
    name: file.name,
    ...(file.version === undefined ? {} : { version: file.version }),
    ...(file.variant === undefined ? {} : { variant: file.variant }),
    services: byService(stated(file)),
    domain: file.domain,
    policy: file.policy,
    limits: {
      lanes: file.limits.lanes ?? DEFAULT_LIMITS.lanes,
      perUserConnections: file.limits.per_user_connections ?? DEFAULT_LIMITS.perUserConnections,
      errorDelayMs: file.limits.error_delay_ms ?? DEFAULT_LIMITS.errorDelayMs,
    },
    ...(file.trust ? { trust: await trustOf(file) } : {}),
    config: file.digest,
  };
  if (file.start?.container !== undefined) return contained(await startContainer(file, say), file, facts, accounts);
  const door = file.door ? filesDoor(file.door, file.folder) : undefined;
  const common = { accounts, ...(door ? { door } : {}) };
  if (!file.start) return makeTarget({ facts, ...common, pristine: false });
  const spawned = await start(file, accounts, env);
  const services = Object.keys(facts.services).length > 0 ? facts.services : byService(told(spawned.endpoints, file));
  return makeTarget({
    facts: { ...facts, services },
    ...common,
    pristine: file.start.serve !== undefined,
    restart: spawned.restart,
    stop: spawned.stop,
  });
}

function contained(c: Contained, file: TargetFile, facts: TargetFacts, accounts: readonly Account[]): Target {
  const { release, config, deliver } = c;
  return makeTarget({
    facts: {
      ...facts,
      services: byService(told(c.endpoints, file)),
      ...(release === undefined ? {} : { release }),
      config,
    },
    accounts,
    ...(file.door ? { door: filesDoor(file.door, file.folder, c.files) } : {}),
    ...(deliver ? { deliver } : {}),
    // Made for this run, but what its image put into the accounts is not known.
    pristine: false,
    restart: c.restart,
    stop: c.stop,
  });
}

async function trustOf(file: TargetFile): Promise<NonNullable<TargetFacts['trust']>> {
  const { ca, servername } = file.trust ?? {};
  return {
    ...(ca === undefined ? {} : { ca: await readFile(path.resolve(file.folder, ca), 'utf8') }),
    ...(servername === undefined ? {} : { servername }),
  };
}
