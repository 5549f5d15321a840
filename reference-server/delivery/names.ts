/** `local@domain`, or a local part alone; undefined where one of the two would be empty. */
export function splitAddress(given: string): { local: string; domain: string | undefined } | undefined {
  const at = given.lastIndexOf('@');
  if (at < 0) return given === '' ? undefined : { local: given, domain: undefined };
  return at === 0 || at === given.length - 1 ? undefined : { local: given.slice(0, at), domain: given.slice(at + 1) };
}
