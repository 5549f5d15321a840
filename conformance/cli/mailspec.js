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

/** Nothing a stack would explain. */
class Broken extends Error {}

const root = new URL('../../', import.meta.url);

/** What the package is built with: a clone has it, the package does not. */
const CLONE = existsSync(new URL('tsconfig.build.json', root));

/**
 * A clone runs its sources, whatever lies in its `dist/`: what was built there once may be older. The package runs what it was built with,
 * which is beside this file where this file is that of `dist/`.
 */
function load(path) {
  if (CLONE) return import(new URL(`${path}.ts`, root).href);
  const [beside, built] = [new URL(`${path}.js`, root), new URL(`dist/${path}.js`, root)];
  if (existsSync(beside)) return import(beside.href);
  if (existsSync(built)) return import(built.href);
  throw new Broken(
    `dist/ is missing in ${fileURLToPath(root)}: install mailspec anew, or npm run build in a clone of it`,
  );
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
      const told = e instanceof Broken ? e.message : e instanceof Error ? (e.stack ?? e.message) : String(e);
      process.stderr.write(`mailspec: ${told}\n`);
      process.exitCode = 4;
    },
  );
}
