import type { Command } from 'commander';
import { type AttachFlags, ENDPOINTS } from '../../targets/attach.ts';

/** Adds the flags that name a server which is already there. */
export function targetOptions(command: Command): Command {
  for (const name of ENDPOINTS) {
    const implicit = name.endsWith('s') ? ', TLS from the first octet' : '';
    command.option(`--${name} <host:port>`, `where the server speaks ${name}${implicit}`);
  }
  return command
    .option('--user <name>', 'login of an account there')
    .option('--password <password>', 'its password')
    .option('--address <address>', 'its mail address, where the login is none')
    .option('--domain <domain>', 'the domain the server delivers locally')
    .option('--disposable', 'the account may be emptied');
}

/** The target flags among the options of a command. */
export function attachFlags(options: Readonly<Record<string, unknown>>): AttachFlags {
  const flags: AttachFlags = {};
  for (const key of [...ENDPOINTS, 'user', 'password', 'address', 'domain'] as const) {
    const value = options[key];
    if (typeof value === 'string') flags[key] = value;
  }
  if (options.disposable === true) flags.disposable = true;
  return flags;
}

/** For options that may be given several times. */
export function collect(value: string, before: string[]): string[] {
  return [...before, value];
}
