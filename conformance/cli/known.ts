import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parseBaseline } from '../../matrix/gate.ts';
import type { Verdict } from '../../matrix/record.ts';
import { filesBelow } from './ids.ts';

/** What is known of a requirement on a server that is not ours. */
export interface Known {
  /** Folder and version, as in `dovecot 2.4-debian`. */
  server: string;
  verdict: Verdict;
  reason: string;
}

const BASELINE = /^conformance\/targets\/([^/]+)\/baseline\.(.+)\.yaml$/;

/** What the committed baselines say of a requirement, server by server. @throws BaselineError */
export async function knownOf(root: string, id: string): Promise<Known[]> {
  const files = await filesBelow(root, 'conformance/targets', (f) => BASELINE.test(f));
  const lists = await Promise.all(
    files.map(async (file) => {
      const [, name = '', version = ''] = BASELINE.exec(file) ?? [];
      const entries = parseBaseline(parse(await readFile(join(root, file), 'utf8')), file);
      return entries
        .filter((e) => e.id === id)
        .map(({ verdict, reason }) => ({ server: `${name} ${version}`, verdict, reason }));
    }),
  );
  return lists.flat();
}
