/** A property that did not hold. */
export class Finding extends Error {
  override name = 'Finding';
}
