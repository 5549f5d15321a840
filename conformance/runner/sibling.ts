import { fileURLToPath } from 'node:url';

/** Whether this runs as it was built, in the package; a clone runs its sources. */
export const BUILT = !import.meta.url.endsWith('.ts');

/** URL of a module beside another one, with the extension that one has: `.ts` in the tree, `.js` when built. */
export function sibling(path: string, of: string): string {
  const extension = of.endsWith('.ts') ? '.ts' : '.js';
  return new URL(path + extension, of).href;
}

/** The same as a file path. */
export function siblingPath(path: string, of: string): string {
  return fileURLToPath(sibling(path, of));
}
