// Loaded into a server under test by its command line: replaces a text in one of its modules. The server knows nothing of it.
import { registerHooks } from 'node:module';

const { file, from, to } = JSON.parse(process.env.MAILSPEC_SOURCE_MUTANT ?? '{}');

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!file || !url.split('?')[0].endsWith(file)) return loaded;
    const source = loaded.source.toString();
    if (source.split(from).length !== 2) throw new Error(`${file}: what the mutant replaces does not stand there once`);
    return { ...loaded, source: source.replace(from, () => to) };
  },
});
