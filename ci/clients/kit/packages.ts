import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Versions of installed Debian packages by name; those not installed are missing. */
export function installed(names: readonly string[]): Map<string, string> {
  const unique = [...new Set(names)];
  if (unique.length === 0) return new Map();
  const format = ['Package', 'db:Status-Status', 'Version'].map((f) => `\${${f}}\t`).join('');
  const asked = spawnSync('/usr/bin/dpkg-query', ['-W', '-f', `${format}\n`, ...unique], { encoding: 'utf8' });
  if (asked.error !== undefined)
    throw new Error(`dpkg-query cannot be run (${asked.error.message}): the clients come from Debian packages`);
  return new Map(
    asked.stdout
      .split('\n')
      .map((line) => line.split('\t'))
      .flatMap(([name = '', status, version = '']): [string, string][] =>
        status === 'installed' ? [[name, version]] : [],
      ),
  );
}

/** Version of a library that comes with the repository. */
export function versionOf(library: string): string {
  const file = fileURLToPath(new URL(`../../../node_modules/${library}/package.json`, import.meta.url));
  const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return typeof read === 'object' && read !== null && 'version' in read ? String(read.version) : '';
}

/** Installs Debian packages. Nothing they bring is started. @throws Error that says what to do */
export function install(names: readonly string[]): void {
  const root = process.getuid?.() === 0;
  const sudo = root ? [] : ['sudo', '-n'];
  if (!root && spawnSync('sudo', ['-n', 'true']).status !== 0) {
    throw new Error(
      `packages are installed by root: run as root, with sudo that asks for no password, or install by hand: apt-get install ${names.join(' ')}`,
    );
  }
  const quiet = ['env', 'DEBIAN_FRONTEND=noninteractive'];
  const apt = (...args: string[]): number | null =>
    // RUNLEVEL=1 keeps a package such as a mail server from starting what it installs.
    run([...sudo, ...quiet, 'RUNLEVEL=1', 'apt-get', '-qq', ...args]);
  const want = ['install', '-y', '--no-install-recommends', ...names];
  // A list of packages that is there may do; one that is too old does not.
  if (apt(...want) === 0) return;
  if (apt('update') === 0 && apt(...want) === 0) return;
  throw new Error(`apt-get could not install ${names.join(' ')}: see what it said above`);
}

function run([name = '', ...args]: string[]): number | null {
  return spawnSync(name, args, { stdio: ['ignore', 2, 2] }).status;
}
