#!/usr/bin/env node
// Plain JavaScript for any Node from 18 on: nothing newer may be parsed before the version has been looked at.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

// Read when the pool is first used: files of many sessions, and passwords that are hashed meanwhile.
process.env.UV_THREADPOOL_SIZE ??= '8';

const NEEDED = 24;
const NODE = Number(process.versions.node.split('.')[0]);
const SERVER_COMMANDS = new Set(['serve', 'account', 'store', 'token', 'app-password']);

const root = new URL('../../', import.meta.url);

/** The built file where there is one, else the source. */
function load(path) {
  const built = new URL(`dist/${path}.js`, root);
  const source = new URL(`${path}.ts`, root);
  // In a published package this file itself lies in dist/, beside its built neighbours.
  const beside = new URL(`${path}.js`, root);
  const found = [beside, built, source].find((u) => existsSync(u));
  return import((found ?? source).href);
}

/**
 * Octets that came from a socket and are done with are freed once there are 16 MB of them, not 64 and more: a large message leaves little else.
 * Comes before any code is compiled: what was compiled under other flags is not taken from the cache. Unknown flags are told on stderr, so only
 * where it is known.
 */
function freeBuffersSooner() {
  if (NODE === NEEDED) setFlagsFromString('--scavenger-max-new-space-capacity-mb=4');
}

/** Keeps compiled code and sources without types between runs, where there is a folder that is nobody else's; threads find it in the environment. */
function cacheCode() {
  const folder = new URL('node_modules/', root);
  if (!existsSync(folder)) return;
  const cache = fileURLToPath(new URL('.cache/mailspec', folder));
  const { ENABLED } = module.constants.compileCacheStatus;
  if (module.enableCompileCache(cache).status === ENABLED) process.env.NODE_COMPILE_CACHE = cache;
}

async function start(argv) {
  freeBuffersSooner();
  cacheCode();
  const server = SERVER_COMMANDS.has(argv[0]);
  const { main } = await load(server ? 'reference-server/cli' : 'conformance/cli/main');
  return await main(argv);
}

if (NODE < NEEDED) {
  process.stderr.write(
    `mailspec needs Node ${NEEDED} or newer (this is ${process.versions.node}): run it through npm or npx in its folder, or install a newer Node.\n`,
  );
  process.exitCode = 2;
} else {
  start(process.argv.slice(2)).then(
    (code) => {
      if (typeof code === 'number') process.exitCode = code;
    },
    (e) => {
      process.stderr.write(`mailspec: ${e instanceof Error ? (e.stack ?? e.message) : String(e)}\n`);
      process.exitCode = 4;
    },
  );
}
