import type { Bench } from './bench.ts';
import { octetsSame, once, same, sameMeaning } from './expect.ts';
import type { Imap } from './imap.ts';
import type { Maildir } from './maildir.ts';
import { asLf, corpus, plain, tokenOf } from './messages.ts';

/** IMAP flags as letters of a Maildir. */
const LETTERS: Record<string, string> = {
  '\\Answered': 'R',
  '\\Deleted': 'T',
  '\\Draft': 'D',
  '\\Flagged': 'F',
  '\\Seen': 'S',
};

async function remote(imap: Imap, name: string): Promise<Record<string, string>> {
  const found = await imap.messages(name);
  return Object.fromEntries(
    found.map((m) => [
      tokenOf(m.body),
      m.flags
        .map((f) => LETTERS[f] ?? '')
        .sort()
        .join(''),
    ]),
  );
}

/** A program may keep a mark of its own in the header of what it sends. */
const OWN = /^X-(?:TUID|OfflineIMAP): .*\n/gim;
const unmarked = (b: Buffer): Buffer => Buffer.from(b.toString('latin1').replace(OWN, ''), 'latin1');

/** How alike both sides are: some programs parse what they carry and print it anew. */
export type Likeness = 'octets' | 'meaning';

/** Mailbox and Maildir hold the same messages, each once, with the same flags. @returns flags by token */
export async function inStep(
  imap: Imap,
  name: string,
  near: Maildir,
  likeness: Likeness = 'octets',
): Promise<Record<string, string>> {
  const far = (await imap.messages(name)).map((m) => asLf(m.body));
  const local = (await near.messages()).map((m) => m.octets);
  once(`tokens in ${name} on both sides`, local, far);
  const flags = await remote(imap, name);
  same(`flags in ${name} on both sides`, await near.flags(), flags);
  if (likeness === 'meaning') await sameMeaning(name, local, far);
  const by = new Map(local.map((m) => [tokenOf(m), m]));
  for (const m of likeness === 'octets' ? far : []) {
    octetsSame(`${name}, ${tokenOf(m)}`, unmarked(by.get(tokenOf(m)) ?? Buffer.alloc(0)), unmarked(m));
  }
  return flags;
}

/**
 * Two sides of one mailbox that change between runs of a program that keeps them in step: additions, deletions and flags on both.
 * @param sync one run of the program
 */
export async function bothSides(
  b: Bench,
  imap: Imap,
  name: string,
  near: Maildir,
  sync: () => Promise<unknown>,
  likeness: Likeness = 'octets',
): Promise<void> {
  const all = corpus(`far.${b.asked('imap', /^LOGIN/)}`);
  const [first, second, third, fourth] = all.map(tokenOf) as [string, string, string, string];
  for (const m of all) await imap.append(name, m);
  await sync();
  same('messages after the first run', Object.keys(await inStep(imap, name, near, likeness)).length, all.length);

  const [a, z] = [plain('near.a'), plain('near.z')];
  await near.add(asLf(a), 'FS');
  await near.add(asLf(z), 'S');
  await near.flag(first, 'FS');
  await near.remove(second);
  await imap.ok(`SELECT "${name}"`);
  await imap.ok('STORE 3 +FLAGS (\\Answered \\Seen)');
  await imap.ok('STORE 4 +FLAGS.SILENT (\\Deleted)');
  await imap.ok('EXPUNGE');
  await imap.append(name, plain('far.late'), ['\\Draft']);
  await sync();
  const flags = await inStep(imap, name, near, likeness);
  same('what was deleted', [flags[second], flags[fourth]], [undefined, undefined]);
  same(
    'flags',
    [flags[first], flags[third], flags['near.a'], flags['near.z'], flags['far.late']],
    ['FS', 'RS', 'FS', 'S', 'D'],
  );

  // Taken back on both sides.
  await near.flag(first, '');
  await imap.ok(`SELECT "${name}"`);
  await imap.ok('STORE 1:* -FLAGS.SILENT (\\Answered)');
  await sync();
  same('flags taken back', [(await inStep(imap, name, near, likeness))[first], (await near.flags())[third]], ['', 'S']);

  const before = b.exchanges('imap').length;
  await sync();
  const changes = b
    .exchanges('imap')
    .slice(before)
    .filter((e) => /^(?:UID )?(?:STORE|APPEND|COPY|EXPUNGE)/.test(e.asked));
  same(
    'what a run changes where nothing has changed',
    changes.map((e) => e.asked),
    [],
  );
}
