import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['{spec,matrix,conformance,reference-server,fuzz,ci}/**/*.test.ts'],
    // Sockets, workers and TLS on a small machine: a hang must end, a slow one must not fail.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A failed attempt is a fault, never retried to green.
    retry: 0,
  },
});
