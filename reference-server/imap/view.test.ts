import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change, FlagSet, MessageRow } from '../store/store.ts';
import { MailboxView, type Untagged } from './view.ts';

const row = (uid: number, modseq: number, flags: FlagSet): MessageRow => {
  return { uid, modseq, flags, date: 0, zone: 0, size: 1, body: 'b', saved: 0 };
};
const exists = (uid: number, modseq: number, flags: FlagSet = []): Change => {
  return { kind: 'exists', uid, modseq, row: row(uid, modseq, flags) };
};

test('numbers follow the UIDs over gaps', () => {
  const view = MailboxView.open({
    uids: [
      [3, 5],
      [9, 9],
    ],
    modseq: 1,
    recent: [[5, 9]],
  });
  expect([1, 2, 3, 4, 5].map((n) => view.uidOf(n))).toEqual([3, 4, 5, 9, undefined]);
  expect([2, 3, 5, 6, 9, 10].map((u) => view.seqOf(u))).toEqual([undefined, 1, 3, undefined, 4, undefined]);
  expect(view.recent).toBe(2);
  expect(view.within([[1, 4]])).toEqual([[3, 4]]);
  expect(view.within([[5, 100]])).toEqual([
    [5, 5],
    [9, 9],
  ]);
  expect(view.uidsOf([[2, 4]])).toEqual([
    [4, 5],
    [9, 9],
  ]);
});

test('EXPUNGE waits for a flush that may say it, EXISTS does not shrink', () => {
  const view = MailboxView.open({ uids: [[1, 3]], modseq: 1, recent: [] });
  view.queue([{ kind: 'vanished', uid: 1, modseq: 2 }, { kind: 'vanished', uid: 3, modseq: 2 }, exists(4, 3)]);
  expect(view.flush({ expunge: false })).toEqual([
    { say: 'exists', messages: 4 },
    { say: 'recent', messages: 0 },
  ]);
  expect(view.uidOf(1)).toBe(1);
  expect(view.flush({ expunge: true })).toEqual([
    { say: 'expunge', seq: 1 },
    { say: 'expunge', seq: 2 },
  ]);
  expect(view.uidOf(2)).toBe(4);
  expect(view.flush({ expunge: true })).toEqual([]);
});

test('what came and went unseen is not told', () => {
  const view = MailboxView.open({ uids: [], modseq: 1, recent: [] });
  view.queue([exists(1, 2), { kind: 'vanished', uid: 1, modseq: 3 }]);
  expect(view.stale).toBe(false);
  view.queue([exists(1, 2)]);
  expect(view.flush({ expunge: true })).toEqual([]);
});

test('own changes are not told again, those of others are', () => {
  const view = MailboxView.open({ uids: [[1, 2]], modseq: 1, recent: [] });
  view.told(1, 5);
  view.queue([
    { kind: 'flags', uid: 1, modseq: 5, flags: ['\\Seen'] },
    { kind: 'flags', uid: 2, modseq: 4, flags: ['\\Draft'] },
  ]);
  expect(view.flush({ expunge: false })).toEqual([{ say: 'flags', seq: 2, uid: 2, flags: ['\\Draft'], recent: false }]);
  view.queue([{ kind: 'flags', uid: 1, modseq: 6, flags: [] }]);
  expect(view.owes(1)).toBe(true);
});

test('a gone mailbox empties', () => {
  const view = MailboxView.open({ uids: [[1, 2]], modseq: 1, recent: [] });
  view.queue([exists(3, 2)]);
  view.vanishAll();
  expect(view.flush({ expunge: true })).toHaveLength(2);
  expect(view.size).toBe(0);
});

/** The mailbox as it is: what `Store.changes` answers comes from here. */
class Truth {
  modseq = 1;
  next = 1;
  messages = new Map<number, { flags: FlagSet; modseq: number; created: number }>();
  gone = new Map<number, number>();

  append(): void {
    const modseq = ++this.modseq;
    this.messages.set(this.next++, { flags: [], modseq, created: modseq });
  }
  pick(n: number): number | undefined {
    return [...this.messages.keys()][n % Math.max(1, this.messages.size)];
  }
  flag(n: number, flag: string): void {
    const m = this.messages.get(this.pick(n) ?? 0);
    if (m !== undefined) Object.assign(m, { flags: [flag], modseq: ++this.modseq });
  }
  expunge(n: number): void {
    const uid = this.pick(n);
    if (uid === undefined) return;
    this.messages.delete(uid);
    this.gone.set(uid, ++this.modseq);
  }
  changes(since: number): Change[] {
    const all: { at: number; change: Change }[] = [];
    for (const [uid, { flags, modseq, created }] of this.messages) {
      if (created > since) all.push({ at: created, change: exists(uid, modseq, flags) });
      else if (modseq > since) all.push({ at: modseq, change: { kind: 'flags', uid, modseq, flags } });
    }
    for (const [uid, modseq] of this.gone) {
      if (modseq > since) all.push({ at: modseq, change: { kind: 'vanished', uid, modseq } });
    }
    return all.sort((a, b) => a.at - b.at).map((x) => x.change);
  }
}

/** What a client makes of the lines: a list of messages, each with the flags it was told of. */
class Client {
  messages: { flags?: FlagSet }[] = [];

  take(lines: Untagged[], mayExpunge: boolean): void {
    for (const line of lines) {
      if (line.say === 'expunge') {
        expect(mayExpunge).toBe(true);
        expect(line.seq >= 1 && line.seq <= this.messages.length).toBe(true);
        this.messages.splice(line.seq - 1, 1);
      } else if (line.say === 'exists') {
        expect(line.messages).toBeGreaterThanOrEqual(this.messages.length);
        while (this.messages.length < line.messages) this.messages.push({});
      } else if (line.say === 'flags') {
        expect(line.seq <= this.messages.length).toBe(true);
        this.messages[line.seq - 1] = { flags: line.flags };
      }
    }
  }
}

const step = fc.oneof(
  fc.record({ do: fc.constantFrom('append' as const, 'sync' as const, 'flush' as const, 'flushAll' as const) }),
  fc.record({ do: fc.constant('flag' as const), n: fc.nat(20), flag: fc.constantFrom('\\Seen', '\\Draft', 'k') }),
  fc.record({ do: fc.constant('own' as const), n: fc.nat(20), flag: fc.constantFrom('\\Seen', 'k') }),
  fc.record({ do: fc.constant('expunge' as const), n: fc.nat(20) }),
);

test('a client that only listens ends with the mailbox as it is', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const truth = new Truth();
      const client = new Client();
      const view = MailboxView.open({ uids: [], modseq: 1, recent: [] });
      const flush = (expunge: boolean): void => {
        const before = client.messages.length;
        client.take(view.flush({ expunge }), expunge);
        expect(view.size).toBe(client.messages.length);
        // A client asks for the flags of what is new.
        for (let i = Math.min(before, client.messages.length); i < client.messages.length; i++) ask(i + 1);
        client.messages.forEach((m, i) => {
          if (m.flags === undefined) ask(i + 1);
        });
      };
      const ask = (seq: number): void => {
        const m = truth.messages.get(view.uidOf(seq)!);
        if (m === undefined) return;
        client.messages[seq - 1] = { flags: m.flags };
        view.told(view.uidOf(seq)!, m.modseq);
      };
      for (const s of steps) {
        if (s.do === 'append') truth.append();
        else if (s.do === 'flag') truth.flag(s.n, s.flag);
        else if (s.do === 'expunge') truth.expunge(s.n);
        else if (s.do === 'sync') view.queue(truth.changes(view.modseq));
        else if (s.do === 'own') {
          const uid = truth.pick(s.n);
          const seq = uid === undefined ? undefined : view.seqOf(uid);
          if (uid === undefined || seq === undefined) continue;
          truth.flag(s.n, s.flag);
          const m = truth.messages.get(uid)!;
          client.messages[seq - 1] = { flags: m.flags };
          view.told(uid, m.modseq);
        } else flush(s.do === 'flushAll');
        for (let seq = 1; seq <= view.size; seq++) expect(view.seqOf(view.uidOf(seq)!)).toBe(seq);
      }
      view.queue(truth.changes(view.modseq));
      flush(true);
      expect(view.uids.flatMap(([a, b]) => Array.from({ length: b - a + 1 }, (_, i) => a + i))).toEqual([
        ...truth.messages.keys(),
      ]);
      expect(client.messages.map((m) => m.flags)).toEqual([...truth.messages.values()].map((m) => m.flags));
    }),
    { numRuns: 500 },
  );
});
