import { none } from '../grammar/command.ts';
import { gather, tell } from '../selected.ts';
import { AUTHENTICATED, bad, define, type Effect, ok, type Session } from '../types.ts';

/** The line that ends IDLE, with room to say BAD to another one. */
const LINE = 512;

/** RFC 2177: says what happens as it happens, until DONE. */
export const idle = define({
  verb: 'IDLE',
  // rfc2177-3-idle-before-mailbox
  states: AUTHENTICATED,
  parse: none,
  async run({ session: s }) {
    // rfc2177-3-idle-asks-for-continuation
    s.peer.write('+ idling\r\n');
    let woken = (): void => undefined;
    const news = (): Promise<'news'> =>
      new Promise((go) => {
        woken = () => go('news');
      });
    const sel = s.selected;
    if (sel !== undefined) sel.onWake = () => woken();
    try {
      return await wait(s, news);
    } finally {
      if (sel !== undefined) sel.onWake = undefined;
    }
  },
});

async function wait(s: Session, news: () => Promise<'news'>): Promise<Effect> {
  let next = news();
  await speak(s);
  const done = s.peer.line(LINE, s.ctx.config.limits.imapIdleMs);
  for (;;) {
    const first = await Promise.race([done, next]);
    if (first === 'news') {
      next = news();
      await speak(s);
      continue;
    }
    if (first.got === 'line') {
      const word = first.bytes.toString('latin1').toUpperCase();
      // rfc2177-3-done-completes-at-once rfc9051-6.3.13-done-completes-at-once rfc2177-3-done-in-any-case
      // rfc2177-3-news-known-by-done: the loop says what is left before the tagged reply.
      return word === 'DONE' && first.end === 'crlf' ? ok('Idle ended') : bad('Expected DONE');
    }
    if (first.got === 'too-long') return bad('Expected DONE');
    if (first.got === 'timeout') return { next: 'leave', bye: 'Autologout, idle for too long' };
    if (first.got === 'shutdown') return { next: 'leave', bye: 'The server is shutting down' };
    return { next: 'leave' };
  }
}

async function speak(s: Session): Promise<void> {
  await gather(s, true);
  tell(s, { expunge: true, uid: false });
  await s.peer.flush();
}
