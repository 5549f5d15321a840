import { afterAll, beforeAll, expect, test } from 'vitest';
import { address, PASSWORD, ServerProcess } from './process.ts';
import type { Response, Wire } from './wire.ts';

let server: ServerProcess;
beforeAll(async () => {
  server = await ServerProcess.start({ accounts: 3, env: { MAILSPEC_LIMITS_INLINE_BODY: '1024' } });
});
afterAll(() => server[Symbol.asyncDispose]());

const SESSIONS = 6;
const STEPS = 70;

/** The same numbers for the same seed (mulberry32): below `n`. */
function dice(seed: number): (n: number) => number {
  let a = seed;
  return (n) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

/** What all sessions of a run know together. */
class Shared {
  /** What was put under each UID, or seen there first. */
  readonly bodies = new Map<number, string>();
  readonly given = new Set<number>();
  readonly gone = new Set<number>();
  /** UIDs whose number some session was told. */
  readonly told = new Set<number>();

  give(uid: number, body: string): void {
    expect(this.given.has(uid), `UID ${uid} is given once`).toBe(false);
    this.given.add(uid);
    this.see(uid, body);
  }

  see(uid: number, body: string): void {
    const known = this.bodies.get(uid);
    if (known === undefined) this.bodies.set(uid, body);
    else expect(body, `UID ${uid} keeps its body`).toBe(known);
  }
}

/** A client that believes what it is told, and minds when that does not fit. */
class Client {
  readonly w: Wire;
  readonly #shared: Shared;
  /** UID of each message by number, as far as it was told. */
  uids: (number | undefined)[] = [];
  /** Flags as told, but \Recent. */
  readonly flags = new Map<number, string>();
  readonly log: string[] = [];

  constructor(w: Wire, shared: Shared) {
    this.w = w;
    this.#shared = shared;
  }

  async do(command: string, literal?: string): Promise<Response[]> {
    this.log.push(`C: ${command}`);
    const got = await this.w.imap(command, literal);
    this.hear(got, command);
    // BAD would be our fault or the server's; NO may be: another session was quicker.
    expect(this.w.last, this.story()).toMatch(/^(OK|NO) /);
    return got;
  }

  hear(all: Response[], command: string): void {
    for (const r of all) {
      this.log.push(`S: ${r.text}`);
      const [, number, word] = /^\* (\d+) (EXISTS|EXPUNGE|FETCH|RECENT)/.exec(r.text) ?? [];
      const n = Number(number);
      if (word === 'EXISTS') {
        expect(n, this.story()).toBeGreaterThanOrEqual(this.uids.length);
        while (this.uids.length < n) this.uids.push(undefined);
      } else if (word === 'RECENT') expect(n, this.story()).toBeLessThanOrEqual(this.uids.length);
      else if (word === 'EXPUNGE') this.#expunge(n, command);
      else if (word === 'FETCH') this.#fetch(n, r);
      else if (r.text.startsWith('* SEARCH')) this.#search(r.text, command);
    }
  }

  #expunge(n: number, command: string): void {
    expect(command, this.story()).not.toMatch(/^(FETCH|STORE|SEARCH) /);
    expect(n >= 1 && n <= this.uids.length, this.story()).toBe(true);
    const [uid] = this.uids.splice(n - 1, 1);
    if (uid === undefined) return;
    this.#shared.gone.add(uid);
    this.flags.delete(uid);
  }

  #fetch(n: number, { text, literal }: Response): void {
    expect(n >= 1 && n <= this.uids.length, this.story()).toBe(true);
    const said = /\bUID (\d+)/.exec(text)?.[1];
    if (said !== undefined) {
      const uid = Number(said);
      expect(this.uids[n - 1] ?? uid, this.story()).toBe(uid);
      this.uids[n - 1] = uid;
      this.#shared.told.add(uid);
      const known = this.uids.filter((u) => u !== undefined);
      expect(known, this.story()).toEqual([...new Set(known)].sort((a, b) => a - b));
      if (literal !== undefined) this.#shared.see(uid, literal);
    }
    const flags = /FLAGS \(([^)]*)\)/.exec(text)?.[1];
    const uid = this.uids[n - 1];
    if (flags !== undefined && uid !== undefined) {
      const names = flags.split(' ').filter((f) => f !== '\\Recent' && f !== '');
      this.flags.set(uid, names.sort().join(' '));
    }
  }

  #search(text: string, command: string): void {
    const found = text.split(' ').slice(2).map(Number);
    expect(found, this.story()).toEqual([...new Set(found)].sort((a, b) => a - b));
    if (!command.startsWith('UID')) expect((found.at(-1) ?? 0) <= this.uids.length, this.story()).toBe(true);
  }

  async idle(ms: number): Promise<void> {
    this.log.push('C: IDLE');
    this.w.send('i IDLE\r\n');
    const go = await this.w.response();
    expect(go.text).toMatch(/^\+/);
    await new Promise((done) => setTimeout(done, ms));
    this.w.send('DONE\r\n');
    for (;;) {
      const r = await this.w.response();
      this.hear([r], 'IDLE');
      if (!r.text.startsWith('i ')) continue;
      expect(r.text, this.story()).toMatch(/^i OK /);
      return;
    }
  }

  /** The end of what was said, for a failure. */
  story(): string {
    return this.log.slice(-30).join('\n');
  }
}

const FLAGS = ['\\Deleted', '\\Seen', '\\Flagged', '\\Answered', 'kw'];

async function step(c: Client, roll: (n: number) => number, shared: Shared, token: string): Promise<void> {
  const size = c.uids.length;
  const one = 1 + roll(Math.max(1, size));
  const two = 1 + roll(Math.max(1, size));
  const set = `${Math.min(one, two)}:${Math.max(one, two)}`;
  const uids = `${roll(60) + 1}:${roll(90) + 1}`;
  const what = roll(12);
  if (what < 3 || size === 0) {
    const body = `Subject: ${token}\r\n\r\n${'filler\r\n'.repeat(roll(300))}`;
    await c.do(`APPEND INBOX (${FLAGS[roll(5)]})`, body);
    const uid = /^OK \[APPENDUID \d+ (\d+)\]/.exec(c.w.last)?.[1];
    expect(uid, c.story()).toBeDefined();
    shared.give(Number(uid), body);
  } else if (what < 5) {
    const silent = roll(2) === 0;
    const uid = roll(2) === 0;
    const sign = ['+', '-', ''][roll(3)];
    await c.do(
      `${uid ? 'UID ' : ''}STORE ${uid ? uids : set} ${sign}FLAGS${silent ? '.SILENT' : ''} (${FLAGS[roll(5)]})`,
    );
    // Nothing was said of what the store came to.
    if (silent) c.flags.clear();
  } else if (what === 5) await c.do('EXPUNGE');
  else if (what === 6) await c.do(`UID EXPUNGE ${uids}`);
  else if (what === 7) await c.do(`FETCH ${set} (UID FLAGS BODY${roll(2) === 0 ? '.PEEK' : ''}[])`);
  else if (what === 8) await c.do(`UID FETCH ${uids} (FLAGS BODY.PEEK[])`);
  else if (what === 9)
    await c.do(
      `${roll(2) === 0 ? 'UID ' : ''}SEARCH ${['ALL', 'UNSEEN', `SUBJECT "${token[0]}"`, 'DELETED'][roll(4)]}`,
    );
  else if (what === 10) await c.idle(roll(15));
  else {
    await c.do(`COPY ${one} INBOX`);
    const [, from, to] = /^OK \[COPYUID \d+ (\d+) (\d+)\]/.exec(c.w.last) ?? [];
    const body = shared.bodies.get(Number(from));
    if (to !== undefined && body !== undefined) shared.give(Number(to), body);
    else if (to !== undefined) shared.given.add(Number(to));
  }
  const unknown = c.uids.indexOf(undefined);
  if (unknown >= 0) await c.do(`FETCH ${unknown + 1}:${c.uids.length} (UID)`);
}

for (const [account, seed] of [1, 2024].entries()) {
  test(`sessions on one mailbox agree with each other and with what they did (seed ${seed})`, async () => {
    const shared = new Shared();
    const clients: Client[] = [];
    for (let i = 0; i < SESSIONS; i++) {
      const c = new Client(await server.imap(account, ''), shared);
      await c.do('SELECT INBOX');
      clients.push(c);
    }
    await Promise.all(
      clients.map(async (c, i) => {
        const roll = dice(seed * 1000 + i);
        for (let n = 0; n < STEPS; n++) await step(c, roll, shared, `${i}.${n}`);
      }),
    );
    // Everybody is told the rest, and then all believe the same.
    for (const c of clients) await c.do('NOOP');
    const fresh = new Client(await server.imap(account, ''), shared);
    await fresh.do('SELECT INBOX');
    if (fresh.uids.length > 0) await fresh.do('FETCH 1:* (UID FLAGS BODY.PEEK[])');
    const left = fresh.uids.map(Number);
    for (const c of clients) {
      if (c.uids.includes(undefined)) await c.do('FETCH 1:* (UID)');
      expect(c.uids, c.story()).toEqual(left);
      for (const [uid, flags] of c.flags) expect([uid, flags], c.story()).toEqual([uid, fresh.flags.get(uid)]);
    }
    expect(left.filter((uid) => shared.gone.has(uid))).toEqual([]);
    // One that went before anybody was told its UID goes without a word that names it.
    const lost = [...shared.told].filter((uid) => !left.includes(uid) && !shared.gone.has(uid));
    expect(lost).toEqual([]);
    expect(left.filter((uid) => !shared.given.has(uid))).toEqual([]);
    expect(shared.given.size).toBeGreaterThan(SESSIONS * 5);
    for (const c of [...clients, fresh]) {
      await c.do('LOGOUT');
      c.w.reset();
    }
  });
}

test('mail that comes by LMTP and goes by POP3 under IMAP sessions is told to them in order', async () => {
  const shared = new Shared();
  const clients = await Promise.all(
    [0, 1, 2].map(async () => {
      const c = new Client(await server.imap(2, ''), shared);
      await c.do('SELECT INBOX');
      return c;
    }),
  );
  const count = 60;
  let sending = true;
  const sender = (async () => {
    const w = await server.smtp('lmtp');
    for (let i = 0; i < count; i++) {
      await w.smtp('MAIL FROM:<>');
      await w.smtp(`RCPT TO:<${address(2)}>`);
      await w.smtp('DATA');
      expect(await w.smtp(`Subject: ${i}\r\n\r\n${'filler\r\n'.repeat(i * 10)}.`)).toMatch(/^250 /);
    }
    w.reset();
  })();
  let removed = 0;
  const remover = (async () => {
    while (sending) {
      const w = await server.connect('pop3');
      await w.line();
      w.send(`USER ${address(2)}\r\nPASS ${PASSWORD}\r\nDELE 1\r\nDELE 3\r\nQUIT\r\n`);
      const said = await w.rest();
      // The last word is QUIT's: without it nothing was removed.
      if (/\+OK [^\r]*\r\n$/.test(said)) removed += said.split('marked').length - 1;
    }
  })();
  const watchers = clients.map(async (c, i) => {
    const roll = dice(7 + i);
    while (sending) {
      if (roll(3) === 0) await c.idle(5);
      else if (c.uids.length > 0) await c.do(`FETCH 1:${c.uids.length} (UID BODY.PEEK[HEADER.FIELDS (SUBJECT)])`);
      else await c.do('NOOP');
    }
  });
  await sender;
  sending = false;
  await Promise.all([remover, ...watchers]);
  const all = await server.messages(2);
  expect(all.length).toBe(count - removed);
  expect(removed).toBeGreaterThan(0);
  for (const c of clients) {
    await c.do('NOOP');
    expect(c.uids.length, c.story()).toBe(all.length);
    c.w.reset();
  }
});

test('nothing was reported as a fault', async () => {
  const { code, stderr } = await server.stop();
  expect([code, stderr]).toEqual([0, '']);
});
