import type { ContainerRuntimeClient } from 'testcontainers';
import { TargetError } from './types.ts';

export type Engine = ContainerRuntimeClient;

const HINT =
  'start Docker (or set DOCKER_HOST); on Debian: apt-get install docker.io, and start the daemon. A server that is already there needs none: name it with --imap, --smtp, …';

let known: Promise<Engine> | undefined;

/**
 * The container engine of this machine. The library is loaded here and nowhere else, so that runs without containers do not pay
 * for it.
 * @throws TargetError where none answers
 */
export function engine(): Promise<Engine> {
  known ??= import('testcontainers').then(async (t) => {
    try {
      const client = await t.getContainerRuntimeClient();
      await client.container.dockerode.ping();
      return client;
    } catch (e) {
      known = undefined;
      const why = e instanceof Error ? (e.message.split('\n')[0] ?? '') : String(e);
      throw new TargetError(`no container engine answers (${why}); ${HINT}`);
    }
  });
  return known;
}
