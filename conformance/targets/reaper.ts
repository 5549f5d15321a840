import { text } from 'node:stream/consumers';
import { engine } from './engine.ts';
import { removeRun } from './reap.ts';

// A process of its own: it outlives the run that started it, whose end it sees as the end of its input.
const run = process.argv[2] ?? '';
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
const said = await text(process.stdin).catch(() => '');
if (said.trim() !== 'done' && run !== '') await removeRun(await engine(), run);
