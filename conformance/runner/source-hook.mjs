// Loaded into a server under test by its command line: replaces a text in one of its modules. The server knows nothing of it.
import { registerHooks } from 'node:module';

const { file, from, to } = JSON.parse(process.env.MAILSPEC_SOURCE_MUTANT ?? '{}');

/** A module goes by its source's name, built or not. */
const nameOf = (path) => path.replace(/\.[jt]s$/, '');

/** Its words as they stand in the source, indented as they may be. */
const words = () => new RegExp(from.trim().split(/\s+/).map(RegExp.escape).join('\\s+'), 'g');

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!file || !nameOf(url.split('?')[0]).endsWith(`/${nameOf(file)}`)) return loaded;
    const parts = loaded.source.toString().split(words());
    if (parts.length !== 2) throw new Error(`${file}: what the mutant replaces does not stand there once`);
    return { ...loaded, source: parts.join(to) };
  },
});
