/** What a broken server does to the rules of RFC 5321 about mail data: its end, its lines, its sizes, and what becomes of it. */
import {
  after,
  loseBody,
  m,
  type Rule,
  refuse,
  rewriteBody,
  rewriteReply,
  rule,
  silent,
  stuffTwice,
  text,
} from './kit.ts';
import { withOverlap } from './rfc5321-overlap.ts';
import type { Io, Mutant } from './types.ts';

/** The body as the server keeps it; `change` sees it without the end of data. */
const keeps = (change: (body: string) => string): Rule => rewriteBody((body) => `${change(body.slice(0, -3))}.\r\n`);

/** A message that looks so is taken, and what is kept is empty. */
const emptied = (like: RegExp): Rule => rewriteBody((body) => (like.test(body) ? '\r\n.\r\n' : body));

/** A message that looks so is refused at its end. */
const refusesMessage = (like: RegExp, reply: string): Rule => {
  return () => {
    let seen = false;
    const acts = rewriteReply(/^DATA/i, /^250.*$/, reply)();
    return {
      client: (u) => {
        if (u.kind === 'body') seen = like.test(u.raw.toString('latin1'));
        return false;
      },
      server: (u, io) => seen && (acts.server?.(u, io) ?? false),
    };
  };
};

/** Bytes the server takes for the end of data, which it must not. */
const endsAt = (like: RegExp): Rule => rewriteBody((body) => body.replace(like, '$1\r\n.\r\n'));

/** A message whose header went round often is delivered all the same: most of the fields do not reach the loop check. */
const blindToLoops = (): Rule => rewriteBody((body) => body.replace(/^(?:Received:.*\r\n)+/, ''));

/** A message with many Received fields is refused, and delivered. */
const refusesAndDelivers = (): Rule => {
  return () => {
    let looped = false;
    const refusal = rewriteReply(/^DATA/i, /^250.*$/, '554 5.4.6 Too many hops')();
    return {
      client: (u, io) => {
        if (u.kind !== 'body') return false;
        const body = u.raw.toString('latin1');
        const shorter = body.replace(/^(?:Received:.*\r\n){101,}/, '');
        looped = shorter !== body;
        if (looped) io.toServer(Buffer.from(shorter, 'latin1'));
        return looped;
      },
      server: (u, io) => looped && (refusal.server?.(u, io) ?? false),
    };
  };
};

/** A body that was cut off, with an end. */
const wholeOf = (half: string): string => `${half.replace(/(?<=\n)\.\r?$/, '').replace(/(?<!\r\n)$/, '\r\n')}.\r\n`;

/** What was left of a body when its client went away is handed in as a message by the next session. */
const deliversHalves = (): Rule => {
  const half = (io: Io): string | undefined => {
    const kept = io.state.get('half');
    return typeof kept === 'string' ? kept : undefined;
  };
  return () => {
    let inData = false;
    let recipient = '';
    return {
      client: (u, io) => {
        if (/^RCPT TO:/i.test(text(io))) recipient = text(io);
        if (inData && u.kind === 'raw') {
          io.state.set('half', u.raw.toString('latin1'));
          io.state.set('recipient', recipient);
          return false;
        }
        if (u.kind === 'body') inData = false;
        if (!/^MAIL/i.test(text(io)) || u.kind !== 'line') return false;
        const body = half(io);
        if (body === undefined) return false;
        io.state.delete('half');
        const say = (s: string) => Buffer.from(`${s}\r\n`, 'latin1');
        io.ask(say('MAIL FROM:<>'));
        io.ask(say(String(io.state.get('recipient'))));
        io.ask(say('DATA'));
        io.ask(Buffer.from(wholeOf(body), 'latin1'));
        return false;
      },
      server: (u) => {
        if (u.kind === 'reply' && u.raw.toString('latin1', 0, 3) === '354') inData = true;
        return false;
      },
    };
  };
};

export const mutants: Mutant[] = withOverlap([
  m('rfc5321-2.1-success-hands-over-responsibility', 'says 250 and loses the message', loseBody()),
  m('rfc5321-4.1.1.4-data-is-answered-354', 'says 250 to DATA', rewriteReply(/^DATA/i, /^354/, '250')),
  m('rfc5321-4.1.1.4-success-is-answered-250', 'says 200 to a message it took', rewriteReply(/^DATA/i, /^250/, '200')),
  m('rfc5321-4.1.1.4-failure-is-answered', 'says nothing where it cannot go on', refusesSilently()),
  m(
    'rfc5321-4.1.1.4-end-of-data-clears-the-transaction',
    'keeps the transaction after the end of data',
    after(/^DATA/i, rewriteReply(/^RCPT/i, /^503.*$/, '250 2.1.5 Ok')),
  ),
  m(
    'rfc5321-4.1.1.4-one-reply-for-all-recipients',
    'answers once a recipient',
    rewriteReply(/^DATA/i, /^(250.*)$/, '$1\n$1'),
  ),
  m(
    'rfc5321-4.1.1.4-lines-of-data-are-no-commands',
    'obeys commands within the text',
    keeps((body) => body.replace(/^(?:RSET|QUIT|DATA|MAIL FROM:.*)\r\n/gm, '')),
  ),
  m(
    'rfc5321-4.1.1.4-no-line-is-added',
    'adds an empty line',
    keeps((body) => `${body}\r\n`),
  ),
  m(
    'rfc5321-3.3-header-defects-not-refused',
    'refuses a multipart without a boundary',
    refusesMessage(/^Content-Type: multipart\/mixed\r\n/im, '550 5.6.0 No boundary'),
  ),
  m(
    'rfc5321-3.3-resent-mismatch-not-refused',
    'refuses resent fields that do not match',
    refusesMessage(/^Resent-To:/im, '550 5.6.0 Resent by nobody'),
  ),
  m(
    'rfc5321-4.5.3.1.8-header-recipients-do-not-count',
    'counts the recipients in the header section',
    refusesMessage(/^To: p0@/m, '550 5.5.3 Too many'),
  ),
  m(
    'rfc5321-3.7.2-odd-trace-not-refused',
    'refuses a trace it cannot read',
    refusesMessage(/^Received: somewhere/m, '550 5.6.0 Trace'),
  ),
  m(
    'rfc5321-3.7.2-odd-trace-handled-robustly',
    'loses a message whose trace it cannot read',
    emptied(/^Received: somewhere/m),
  ),
  m(
    'rfc5321-4.5.2-all-ascii-delivered',
    'drops control characters, and blanks at the ends of lines',
    keeps((body) => body.replace(/[\x07\x08\x0b\x0c\x1b\x7f]|[ \t]+(?=\r\n)/g, '')),
  ),
  m(
    'rfc5321-4.5.2-transformations-reversible',
    'quotes lines that begin with From, and unfolds header fields',
    keeps((body) => body.replace(/^From /gm, '>From ').replace(/\r\n[ \t]+(?=<)/g, ' ')),
  ),
  m('rfc5321-4.5.2-leading-dot-removed', 'keeps the doubled period', stuffTwice()),
  m(
    'rfc5321-4.5.2-lone-dot-ends-data',
    'keeps the last period in the text',
    keeps((body) => `${body}..\r\n`),
  ),

  m('rfc5321-4.5.3.1.4-command-line-of-512', 'takes lines of up to 511', refuse(/^.{510}$/, '501 5.5.4 Too long')),
  m('rfc5321-4.3.2-short-line-not-too-long', 'finds short lines too long', refuse(/^.{200}/, '500 5.5.2 Too long')),
  m(
    'rfc5321-4.5.3.1.6-text-line-of-1000',
    'breaks lines at 900',
    keeps((body) => body.replace(/^.{900}/gm, '$&\r\n')),
  ),
  m('rfc5321-4.5.3.1.7-content-of-64k', 'takes 32K', refusesMessage(/^[\s\S]{32768}/, '552 5.3.4 Too much')),

  m('rfc5321-4.1.1.4-lf-dot-lf-does-not-end-data', 'ends data at LF . LF', endsAt(/([^\r])\n\.\.?\n/)),
  m('rfc5321-4.1.1.4-lf-ends-no-line-of-data', 'takes LF for a line end', endsAt(/(text)(?:\n\.\.?\r\n|\r\n\.\n)/)),
  m(
    'rfc5321-4.1.1.4-only-a-period-alone-ends-data',
    'ends data at a period with company',
    endsAt(/(text)\r\n(?:\0\.|\.[\0 \t\r.])\r\n/),
  ),
  m(
    'rfc5321-4.1.1.4-cr-dot-cr-does-not-end-data',
    'takes CR for a line end',
    endsAt(/(text)(?:\r\n?\.\r\n?|\r\.\n|\n\.\r)/),
  ),
  m(
    'rfc5321-2.3.8-bare-lf-ends-no-command',
    'takes LF for the end of a command',
    rewriteReply(/^MAIL/i, /^[45].*$/, '250 2.1.0 Ok'),
  ),
  m(
    'rfc5321-2.3.8-bare-cr-ends-no-command',
    'takes CR for the end of a command',
    rewriteReply(/^MAIL/i, /^[45].*$/, '250 2.1.0 Ok'),
  ),
  m(
    'rfc5321-2.3.8-replies-end-with-crlf',
    'ends replies with LF',
    rule({
      server: (u, io) => {
        if (u.kind !== 'reply') return false;
        io.toClient(Buffer.from(u.raw.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'));
        return true;
      },
    }),
  ),

  m(
    'rfc5321-4.1.1.10-lost-connection-cancels-the-transaction',
    'delivers what came before the connection was lost',
    deliversHalves(),
    { per: 'scenario' },
  ),
  m(
    'rfc5321-4.1.1.10-lost-connection-keeps-what-was-completed',
    'forgets what was completed',
    loseBody('250 2.0.0 Taken'),
  ),
  m(
    'rfc5321-4.1.1.10-lost-connection-is-a-temporary-error',
    'takes the second try for the first',
    loseBody('250 2.0.0 Again'),
  ),

  m(
    'rfc5321-6.3-hundred-received-fields',
    'stops at fifty fields',
    refusesMessage(/^(?:Received:.*\r\n){51}/, '554 5.4.6 Loop'),
  ),
  m('rfc5321-6.3-loops-are-stopped', 'does not see loops', blindToLoops()),
  m('rfc5321-4.2.5-no-delivery-after-5yz', 'refuses a message and delivers it', refusesAndDelivers()),
]);

/** A message that is refused gets no reply. */
function refusesSilently(): Rule {
  return () => {
    const mute = silent(/^DATA/i)();
    return {
      server: (u, io) => /^[45]/.test(u.raw.toString('latin1', 0, 1)) && (mute.server?.(u, io) ?? false),
    };
  };
}
