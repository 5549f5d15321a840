import type { Change, FlagSet, ModSeq, Uid, UidSet } from '../store/store.ts';

/** What a session is shown when it opens a mailbox. `uids` ascending, not touching one another. */
export interface Snapshot {
  uids: UidSet;
  modseq: ModSeq;
  /** UIDs that are \Recent in this session. */
  recent: UidSet;
}

/** Lines that tell a session what has changed, in an order the protocol allows. */
export type Untagged =
  | { say: 'expunge'; seq: number }
  | { say: 'exists'; messages: number }
  | { say: 'recent'; messages: number }
  | { say: 'flags'; seq: number; uid: Uid; flags: FlagSet; recent: boolean };

/**
 * What one session believes a mailbox to be: the messages it was told of, in the order of their numbers, and what it has still to be told.
 * No I/O. Numbers change only in `flush`, so that within a command they stay what they were.
 */
export class MailboxView {
  /** Told UIDs as ascending runs; `#before[i]` is how many messages come before run i. */
  #runs: UidSet;
  #before: number[] = [];
  #size = 0;
  #recent: UidSet;
  #added = new Set<Uid>();
  /** Highest UID ever told or queued: below it nothing new can come. */
  #highest: Uid;
  #vanished = new Set<Uid>();
  #flags = new Map<Uid, FlagSet>();
  /** Highest modseq whose flags the session knows already, by UID: its own changes are not told twice. */
  #known = new Map<Uid, ModSeq>();
  #modseq: ModSeq;

  private constructor(s: Snapshot) {
    this.#runs = s.uids.map(([a, b]) => [a, b]);
    this.#recent = s.recent.map(([a, b]) => [a, b]);
    this.#modseq = s.modseq;
    this.#count();
    this.#highest = this.lastUid;
  }

  // rfc3501-2.3.1.1-uid-stays-in-the-session rfc3501-2.3.1.1-uid-never-means-another-message
  static open(s: Snapshot): MailboxView {
    return new MailboxView(s);
  }

  /** Number of messages the session was told of. */
  get size(): number {
    return this.#size;
  }
  /** Changes up to here have been queued. */
  get modseq(): ModSeq {
    return this.#modseq;
  }
  /** Whether `flush` would say something if it may say all. */
  get stale(): boolean {
    return this.#added.size > 0 || this.#vanished.size > 0 || this.#flags.size > 0;
  }
  /** Highest UID the session was told of, or 0. */
  get lastUid(): Uid {
    return this.#runs.at(-1)?.[1] ?? 0;
  }
  /** All told UIDs as ascending ranges. */
  get uids(): UidSet {
    return this.#runs.map(([a, b]) => [a, b]);
  }

  #count(): void {
    this.#before = [];
    this.#size = 0;
    for (const [from, to] of this.#runs) {
      this.#before.push(this.#size);
      this.#size += to - from + 1;
    }
  }

  // rfc3501-2.3.1.2-numbers-follow-uids rfc3501-2.3.1.1-uids-strictly-ascending
  // rfc9051-2.3.1.1-uids-strictly-ascending
  uidOf(seq: number): Uid | undefined {
    if (seq < 1 || seq > this.#size) return undefined;
    const i = lastAtMost(this.#before, seq - 1);
    return this.#runs[i]![0] + (seq - 1 - this.#before[i]!);
  }
  seqOf(uid: Uid): number | undefined {
    const i = runOf(this.#runs, uid);
    if (i < 0) return undefined;
    return this.#before[i]! + (uid - this.#runs[i]![0]) + 1;
  }
  isRecent(uid: Uid): boolean {
    return runOf(this.#recent, uid) >= 0;
  }
  /** Of the messages told, how many are \Recent. */
  get recent(): number {
    let n = 0;
    for (const [a, b] of this.#recent) n += this.#upTo(b) - this.#upTo(a - 1);
    return n;
  }
  /** How many told UIDs are at most `uid`. */
  #upTo(uid: Uid): number {
    const i = lastStart(this.#runs, uid);
    return i < 0 ? 0 : this.#before[i]! + Math.min(uid, this.#runs[i]![1]) - this.#runs[i]![0] + 1;
  }

  /** The told UIDs that `ranges` (ascending, apart) hold. */
  within(ranges: UidSet): UidSet {
    const out: UidSet = [];
    for (const [from, to] of ranges) {
      for (let i = Math.max(0, lastStart(this.#runs, from)); i < this.#runs.length; i++) {
        const [a, b] = this.#runs[i]!;
        if (a > to) break;
        if (b >= from) out.push([Math.max(a, from), Math.min(b, to)]);
      }
    }
    return out;
  }
  /** The UIDs of the sequence numbers in `ranges` (ascending, apart, none above `size`). */
  uidsOf(ranges: UidSet): UidSet {
    const out: UidSet = [];
    for (const [from, to] of ranges) {
      for (let seq = from; seq <= to; ) {
        const i = lastAtMost(this.#before, seq - 1);
        const [a, b] = this.#runs[i]!;
        const first = a + (seq - 1 - this.#before[i]!);
        const last = Math.min(b, first + (to - seq));
        out.push([first, last]);
        seq += last - first + 1;
      }
    }
    return out;
  }

  /** Whether any of the UIDs in `ranges` has vanished and was not told yet. */
  lost(ranges: UidSet): boolean {
    for (const uid of this.#vanished) if (runOf(ranges, uid) >= 0) return true;
    return false;
  }

  /** UIDs that became \Recent here: they were claimed for this session. */
  claim(from: Uid, to: Uid): void {
    if (from > to) return;
    const last = this.#recent.at(-1);
    if (last !== undefined && last[1] + 1 >= from) last[1] = Math.max(last[1], to);
    else this.#recent.push([from, to]);
  }
  /** The session knows these flags: it was told, or it asked for silence. A queued older report is dropped. */
  told(uid: Uid, modseq: ModSeq): void {
    if (modseq > this.#modseq) this.#known.set(uid, modseq);
    this.#flags.delete(uid);
  }
  /** Whether a change of flags that the session did not make waits to be told. */
  owes(uid: Uid): boolean {
    return this.#flags.has(uid);
  }

  /** Takes all changes since `modseq`, as `Store.changes` gives them; the same change may come more than once. */
  queue(changes: readonly Change[]): void {
    let highest = this.#modseq;
    for (const c of changes) {
      if (c.kind === 'vanished') this.#vanish(c.uid);
      else if (c.kind === 'exists') this.#add(c.uid, c.modseq, c.row.flags);
      else if (this.seqOf(c.uid) !== undefined) this.#reflag(c.uid, c.modseq, c.flags);
      highest = Math.max(highest, c.modseq);
    }
    this.#modseq = highest;
    for (const [uid, modseq] of this.#known) if (modseq <= this.#modseq) this.#known.delete(uid);
  }
  /** The mailbox itself is gone. */
  vanishAll(): void {
    for (const [from, to] of this.#runs) for (let uid = from; uid <= to; uid++) this.#vanished.add(uid);
    this.#added.clear();
    this.#flags.clear();
  }
  #vanish(uid: Uid): void {
    if (this.seqOf(uid) !== undefined) this.#vanished.add(uid);
    this.#added.delete(uid);
    this.#flags.delete(uid);
  }
  #add(uid: Uid, modseq: ModSeq, flags: FlagSet): void {
    if (this.seqOf(uid) !== undefined) this.#reflag(uid, modseq, flags);
    else if (uid > this.#highest) {
      this.#added.add(uid);
      this.#highest = uid;
    }
  }
  #reflag(uid: Uid, modseq: ModSeq, flags: FlagSet): void {
    if (this.#vanished.has(uid) || modseq <= this.#modseq || modseq <= (this.#known.get(uid) ?? 0)) return;
    this.#flags.set(uid, flags);
  }

  /**
   * Says what is queued and makes it the session's belief: EXPUNGE (where allowed), then EXISTS and RECENT, then FETCH FLAGS.
   * Without `expunge` the vanished stay in their places until a later flush.
   */
  flush(may: { expunge: boolean }): Untagged[] {
    const out: Untagged[] = [];
    // rfc3501-7.4.1-no-expunge-unasked rfc9051-7.5.1-no-expunge-unasked: only a command that permits it flushes with `expunge`.
    if (may.expunge && this.#vanished.size > 0) this.#expunge(out);
    if (this.#added.size > 0) {
      for (const uid of this.#added) {
        const last = this.#runs.at(-1);
        if (last !== undefined && last[1] + 1 === uid) last[1] = uid;
        else this.#runs.push([uid, uid]);
      }
      this.#added.clear();
      this.#count();
      // rfc3501-5.2-size-updates-are-sent
      // rfc3501-7.3.1-exists-never-falls rfc9051-5.2-size-updates-are-sent
      out.push({ say: 'exists', messages: this.#size }, { say: 'recent', messages: this.recent });
    }
    for (const [uid, flags] of this.#flags) {
      const seq = this.seqOf(uid);
      // rfc3501-5.2-flag-updates-are-sent
      if (seq !== undefined) out.push({ say: 'flags', seq, uid, flags, recent: this.isRecent(uid) });
    }
    this.#flags.clear();
    return out;
  }

  #expunge(out: Untagged[]): void {
    const gone = [...this.#vanished].sort((a, b) => a - b);
    this.#vanished.clear();
    // rfc3501-7.4.1-expunge-renumbers-at-once
    gone.forEach((uid, i) => {
      out.push({ say: 'expunge', seq: this.seqOf(uid)! - i });
    });
    const runs: UidSet = [];
    let next = 0;
    for (const [from, to] of this.#runs) {
      let start = from;
      for (; next < gone.length && gone[next]! <= to; next++) {
        if (gone[next]! > start) runs.push([start, gone[next]! - 1]);
        start = gone[next]! + 1;
      }
      if (start <= to) runs.push([start, to]);
    }
    this.#runs = runs;
    this.#count();
  }
}

/** Index of the last entry that is at most `n`, or -1. */
function lastAtMost(sorted: readonly number[], n: number): number {
  let lo = 0;
  let hi = sorted.length;
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if (sorted[mid]! <= n) lo = mid + 1;
    else hi = mid;
  }
  return lo - 1;
}
/** Index of the last run that starts at or before `uid`, or -1. */
function lastStart(runs: UidSet, uid: Uid): number {
  let lo = 0;
  let hi = runs.length;
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if (runs[mid]![0] <= uid) lo = mid + 1;
    else hi = mid;
  }
  return lo - 1;
}
function runOf(runs: UidSet, uid: Uid): number {
  const i = lastStart(runs, uid);
  return i >= 0 && uid <= runs[i]![1] ? i : -1;
}
