import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { pack } from 'tar-stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { filesDoor, messagesOf } from './mail-files.ts';
import type { Account, Door } from './types.ts';

const alice: Account = { login: 'alice@example.test', address: 'alice@example.test', password: 's', disposable: true };

async function read(door: Door) {
  if (door.kind !== 'files') throw new Error('no door to files');
  return (await door.read(alice)).map((m) => [m.where, m.raw.toString('latin1')]);
}

function tarOf(entries: Record<string, string>): NodeJS.ReadableStream {
  const tar = pack();
  tar.entry({ name: 'new/', type: 'directory' });
  for (const [name, body] of Object.entries(entries)) tar.entry({ name: `new/${name}` }, body);
  tar.finalize();
  return Readable.from(tar);
}

describe('an mbox', () => {
  test('is cut at separators that follow an empty line; quoted ones lose a mark', () => {
    const text =
      'From a@b Sat\nX: 1\n\nhere\nFrom here on\n>From there\n>>From far\n\nFrom c@d Sat\r\nX: 2\r\n\r\nlast\r\n\r\n\r\n';
    const told = messagesOf(Buffer.from(text)).map(String);
    expect(told).toEqual([
      'X: 1\r\n\r\nhere\r\nFrom here on\r\nFrom there\r\n>From far\r\n',
      'X: 2\r\n\r\nlast\r\n\r\n',
    ]);
  });

  test('whatever was put in comes out', () => {
    const line = fc.stringMatching(/^[ -~]{0,20}$/);
    fc.assert(
      fc.property(fc.array(fc.array(line, { minLength: 1, maxLength: 6 }), { maxLength: 5 }), (messages) => {
        const whole = messages.map((m) => ['Subject: x', '', ...m]);
        const quoted = whole.map((m) => m.map((l) => l.replace(/^(>*From )/, '>$1')).join('\n'));
        const mbox = quoted.map((m) => `From x@y Sat Nov 21 2026\n${m}\n\n`).join('');
        expect(messagesOf(Buffer.from(mbox)).map(String)).toEqual(whole.map((m) => `${m.join('\r\n')}\r\n`));
      }),
    );
  });
});

describe('a door to files', () => {
  test('of this machine: a folder that may not be there yet', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mailspec-door-'));
    onTestFinished(async () => await rm(folder, { recursive: true, force: true }));
    const door = filesDoor({ files: '{user}/new' }, folder);
    expect(await read(door)).toEqual([]);
    await mkdir(join(folder, 'alice/new'), { recursive: true });
    await writeFile(join(folder, 'alice/new/2'), 'b\n');
    await writeFile(join(folder, 'alice/new/1'), 'a\r\n');
    expect(await read(door)).toEqual([
      ['1', 'a\r\n'],
      ['2', 'b\r\n'],
    ]);
  });

  test('of a container: what its archive holds', async () => {
    const asked: string[] = [];
    const archive = async (at: string) => {
      asked.push(at);
      return tarOf({ '9.x': 'late\n', '10.x': 'early\n' });
    };
    const door = filesDoor({ files: '/home/{user}/Maildir/new' }, '/', { archive });
    expect(await read(door)).toEqual([
      ['10.x', 'early\r\n'],
      ['9.x', 'late\r\n'],
    ]);
    expect(asked).toEqual(['/home/alice/Maildir/new']);
  });

  test('of a container: nothing there, and an mbox', async () => {
    expect(await read(filesDoor({ files: '/x' }, '/', { archive: async () => undefined }))).toEqual([]);
    const archive = async () => tarOf({ alice: 'From a\nX: 1\n\nFrom b\nX: 2\n\n' });
    expect(await read(filesDoor({ mbox: '/var/mail/{user}' }, '/', { archive }))).toEqual([
      ['message 1', 'X: 1\r\n'],
      ['message 2', 'X: 2\r\n'],
    ]);
  });
});
