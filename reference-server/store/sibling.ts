/**
 * Address of a module beside another, with the extension of that one: `.ts` as the source runs, `.js` where it was built.
 * @param of `import.meta.url` of the module that asks
 * @param path relative, without extension
 */
export function sibling(of: string, path: string): URL {
  return new URL(path + of.slice(of.lastIndexOf('.')), of);
}
