import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder that only this user can enter, and what is missing above it. One that is there is left as it is.
 * Not `mkdir` with `recursive`: that never returns where a file system has no room for new names, such as /proc.
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (e) {
    const code = e instanceof Error && 'code' in e ? e.code : '';
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(path) === path) throw e;
    await makeFolder(dirname(path));
    await mkdir(path, { mode: 0o700 });
  }
}
