import {
  acceptAnything,
  after,
  answerFor,
  dropLine,
  hangUpOn,
  inject,
  m,
  type Rule,
  refuse,
  replace,
  rewriteCommand,
  rewriteGreeting,
  rewriteLine,
  rewriteReply,
  rule,
  text,
} from './kit.ts';
import type { Mutant } from './types.ts';

const OK = '+OK';

/** The answer to a command before the login reads as success: the server does not look at its state. */
const outOfState = (verb: string): Rule => acceptAnything(new RegExp(`^${verb}`, 'i'));

/** The status line says more than it may. */
const trailing = (command: RegExp, more: string): Rule => rewriteReply(command, /^(\+OK.*)$/, `$1${more}`);

/** Removes what a session marked although it never said QUIT: the server says QUIT to itself when DELE has been answered. */
const removesAtOnce = (): Rule =>
  rule({
    client: (u, io) => {
      if (u.kind !== 'line' || !/^(?:DELE|RSET)/i.test(text(io))) return false;
      if (/^RSET/i.test(text(io))) {
        io.toClient(Buffer.from('+OK\r\n'));
        return true;
      }
      return false;
    },
  });

/** Every message has the id of the first one asked for. */
const sameIds = (): Rule => () => {
  let id: string | undefined;
  return {
    server: (u, io) => {
      if (u.kind !== 'line' || !/^UIDL/i.test(text(io))) return false;
      const found = /^(?:\+OK )?\d+ (\S+)$/.exec(u.raw.toString('latin1').trim());
      if (!found) return false;
      id ??= found[1];
      return id !== found[1] && replace(u, io, /\S+$/, id ?? '');
    },
  };
};

/** Shared by the sessions of a scenario: ids change with each login. */
const idsOfSession: Rule = () => {
  let mine: string | undefined;
  return {
    server: (u, io) => {
      if (u.kind !== 'line' || !/^UIDL/i.test(text(io))) return false;
      if (mine === undefined) {
        const n = ((io.state.get('sessions') as number | undefined) ?? 0) + 1;
        io.state.set('sessions', n);
        mine = `s${n}-`;
      }
      return replace(u, io, /^((?:\+OK )?\d+ )(\S+)$/, `$1${mine}$2`);
    },
  };
};

/** Ids are no more than numbers in the maildrop, so that a later message gets the one of a message that is gone. */
const idsAreNumbers = (): Rule =>
  rule({
    server: (u, io) =>
      u.kind === 'line' && /^UIDL/i.test(text(io)) && replace(u, io, /^((?:\+OK )?)(\d+) \S+$/, '$1$2 id-$2'),
  });

/** Login in the next session says the maildrop holds fewer messages: what was marked, or something else, is gone. */
const laterStat =
  (said: string): Rule =>
  () => {
    let later = false;
    return {
      client: (_u, io) => {
        const n = (io.state.get('dialled') as Set<string> | undefined) ?? new Set<string>();
        n.add(io.conn.name);
        io.state.set('dialled', n);
        later = n.size > 1;
        return false;
      },
      server: (u, io) => later && io.part === 'status' && /^STAT$/i.test(text(io)) && replace(u, io, /^\+OK.*$/, said),
    };
  };

/** A message gets another size when something has arrived in the meantime. */
const renumbersOnArrival: Rule = () => ({
  client: (u, io) => {
    if (u.kind === 'line' && /^LIST 3$/i.test(text(io))) io.state.set('asked', true);
    if (/^APPEND/i.test(text(io)) && io.state.get('asked') === true) io.state.set('arrived', true);
    return false;
  },
  server: (u, io) =>
    io.state.get('arrived') === true &&
    io.part === 'status' &&
    /^LIST 3$/i.test(text(io)) &&
    replace(u, io, /\d+$/, '1'),
});

/** What IMAP has expunged makes room: its number is that of the next message. */
const movesUpOnExpunge: Rule = () => {
  const moved = rewriteCommand(/^RETR 1$/i, /1$/, '2')();
  return {
    client: (u, io) => io.state.get('expunged') === true && (moved.client?.(u, io) ?? false),
    server: (u, io) => {
      if (u.kind === 'untagged' && /^EXPUNGE/i.test(text(io))) io.state.set('expunged', true);
      return false;
    },
  };
};

/** Flags that IMAP sets show as a header field of the message. */
const tellsFlags: Rule = () => ({
  server: (u, io) => {
    if (u.kind === 'tagged' && /^STORE/i.test(text(io))) io.state.set('flags', true);
    if (io.state.get('flags') !== true || io.part !== 'line' || !/^RETR/i.test(text(io))) return false;
    return replace(u, io, /^(Subject: .*)$/i, '$1\nStatus: RO');
  },
});

/** A server that breaks one rule of RFC 1939 each. */
export const mutants: Mutant[] = [
  m('rfc1939-3-keywords-ignore-case', 'knows keywords in capitals only', () => ({
    client: (u, io) => {
      if (u.kind !== 'line' || !/^[A-Z]*[a-z]/.test(text(io))) return false;
      io.toClient(Buffer.from('-ERR unknown command\r\n'));
      return true;
    },
  })),
  m(
    'rfc1939-3-command-ends-at-crlf',
    'answers half a command and then the rest of it',
    inject(/^STAT$/i, '-ERR unknown command', 'after'),
  ),
  m('rfc1939-3-takes-arguments-of-forty-octets', 'hangs up on a long argument', hangUpOn(/^USER .{40}/i)),
  m('rfc1939-3-unknown-command-refused', 'takes a command it does not know', acceptAnything(/^XYZY/i)),
  m('rfc1939-3-unimplemented-command-refused', 'says yes to APOP without having it', acceptAnything(/^APOP/i)),
  m('rfc1939-3-malformed-command-refused', 'reads any argument as a number', acceptAnything(/^(?:LIST|RETR) \D/i)),
  m('rfc1939-3-wrong-state-refused', 'answers STAT before the login', answerFor(/^STAT$/i, '+OK 0 0')),
  m('rfc1939-3-multi-line-ends-with-dot', 'forgets the dot behind a list', dropEnd(/^LIST$/i)),
  m(
    'rfc1939-3-lines-byte-stuffed',
    'sends lines as they are',
    rewriteLine(/^RETR/i, /^\.(\.+)(.*)$/, (_all, dots, rest) =>
      dots.slice(0, -1) === '' && rest === '' ? '. ' : `${dots}${rest}`,
    ),
  ),

  m('rfc1939-4-greeting-is-one-positive-line', 'greets with a refusal', rewriteGreeting(/^\+OK/, '-ERR')),
  m('rfc1939-4-supports-an-authentication-mechanism', 'has no way in', refuse(/^(?:PASS|AUTH|USER)\b/i, '-ERR no')),
  m(
    'rfc1939-4-login-enters-transaction',
    'stays outside behind the login',
    refuse(/^(?:NOOP|LIST)/i, '-ERR log in first'),
  ),
  m('rfc1939-4-login-starts-without-marks', 'keeps marks over the end of a session', laterStat('+OK 1 100'), {
    per: 'scenario',
  }),
  m(
    'rfc1939-4-maildrop-stays-as-opened',
    'shows in an open session what others add, change and remove',
    [renumbersOnArrival, movesUpOnExpunge, tellsFlags],
    { per: 'scenario' },
  ),
  m(
    'rfc1939-4-unopenable-maildrop-refused',
    'opens a transaction behind a refused login',
    acceptAnything(/^STAT$/i, '+OK 0 0'),
  ),
  m(
    'rfc1939-4-lock-released-on-refusal',
    'keeps the lock of a refused login',
    () => ({
      server: (u, io) => {
        if (!/^PASS/i.test(text(io)) || io.part !== 'status') return false;
        if (u.raw.toString('latin1').startsWith('-ERR')) io.state.set('locked', true);
        return io.state.get('locked') === true && replace(u, io, /^\+OK.*$/, '-ERR locked');
      },
    }),
    { per: 'scenario' },
  ),
  m(
    'rfc1939-4-messages-numbered-from-one',
    'numbers from nought',
    rewriteLine(/^LIST$/i, /^(\d+)(?= )/, (n) => String(Number(n) - 1)),
  ),
  m(
    'rfc1939-4-numbers-in-decimal',
    'writes numbers in hexadecimal',
    rewriteReply(/^(?:LIST 3|STAT)$/i, /^\+OK 3/, '+OK 0x3'),
  ),
  m('rfc1939-4-quit-before-login', 'refuses QUIT before the login', refuse(/^QUIT$/i, '-ERR log in first')),
  m('rfc1939-4-retry-after-refusal', 'lets nobody in behind a refused login', () => {
    let refused = false;
    return {
      server: (u, io) => {
        if (!/^PASS/i.test(text(io)) || io.part !== 'status') return false;
        if (refused) return replace(u, io, /^\+OK.*$/, '-ERR no more');
        refused = u.raw.toString('latin1').startsWith('-ERR');
        return false;
      },
    };
  }),

  m('rfc1939-5-each-command-answered-once', 'answers STAT twice', inject(/^STAT$/i, '+OK 0 0', 'after')),
  m('rfc1939-5-stat-only-in-transaction', 'answers STAT before the login', outOfState('STAT')),
  m('rfc1939-5-stat-drop-listing', 'leaves out the number of messages', rewriteReply(/^STAT$/i, /^\+OK \d+/, OK)),
  m('rfc1939-5-stat-adds-nothing', 'says more behind the size', trailing(/^STAT$/i, ' octets')),
  m(
    'rfc1939-5-stat-agrees-with-list',
    'counts sizes in STAT otherwise than in LIST',
    rewriteReply(/^STAT$/i, /^(\+OK 1 )(\d+)/, (_a, head, n) => `${head}${Number(n) + 1}`),
  ),
  m(
    'rfc1939-5-stat-leaves-deleted-out',
    'counts what is marked',
    after(/^DELE/i, rewriteReply(/^STAT$/i, /^\+OK 2/, '+OK 3')),
  ),
  m('rfc1939-5-list-only-in-transaction', 'answers LIST before the login', outOfState('LIST')),
  m(
    'rfc1939-5-list-of-one-message',
    'lists in several lines when one was asked for',
    rewriteReply(/^LIST \d/i, /^\+OK (.*)$/, '+OK\n$1\n.'),
  ),
  m('rfc1939-5-list-of-all-messages', 'leaves out a message', dropLine(/^LIST$/i, /^2 /)),
  m('rfc1939-5-list-of-empty-maildrop', 'lists a message that is not there', inject(/^LIST$/i, '1 100', 'after')),
  m('rfc1939-5-list-scan-listing', 'puts the size first', rewriteLine(/^LIST$/i, /^(\d+) (\d+)/, '$2 $1')),
  m('rfc1939-5-list-adds-nothing', 'says more behind the size', rewriteLine(/^LIST$/i, /^(\d+ \d+)$/, '$1 octets')),
  m(
    'rfc1939-5-list-leaves-deleted-out',
    'lists what is marked',
    after(/^DELE 2/i, inject(/^LIST$/i, '2 100', 'after')),
  ),
  m('rfc1939-5-list-of-deleted-message-refused', 'lists a marked message', acceptAnything(/^LIST 2/i, '+OK 2 100')),
  m(
    'rfc1939-5-list-of-no-such-message-refused',
    'lists a message that is not there',
    acceptAnything(/^LIST 4/i, '+OK 4 100'),
  ),
  m('rfc1939-5-retr-only-in-transaction', 'answers RETR before the login', outOfState('RETR')),
  m('rfc1939-5-retr-sends-message', 'loses a line', dropLine(/^RETR/i, /^and one more/)),
  m('rfc1939-5-retr-of-deleted-message-refused', 'sends a marked message', acceptAnything(/^RETR/i, '+OK\ngone\n.')),
  m(
    'rfc1939-5-retr-of-no-such-message-refused',
    'sends a message that is not there',
    acceptAnything(/^RETR/i, '+OK\nnothing\n.'),
  ),
  m('rfc1939-5-retr-needs-number', 'takes RETR without a number', rewriteCommand(/^RETR$/i, /$/, ' 1')),
  m('rfc1939-5-dele-only-in-transaction', 'answers DELE before the login', outOfState('DELE')),
  m('rfc1939-5-dele-marks-message', 'does not mark', answerFor(/^DELE/i, OK)),
  m('rfc1939-5-dele-of-deleted-message-refused', 'marks twice', acceptAnything(/^DELE/i)),
  m('rfc1939-5-dele-of-no-such-message-refused', 'marks a message that is not there', acceptAnything(/^DELE/i)),
  m('rfc1939-5-dele-needs-number', 'takes DELE without a number', acceptAnything(/^DELE/i)),
  m(
    'rfc1939-5-dele-keeps-numbers',
    'moves the numbers up',
    after(/^DELE/i, refuse(/^LIST 3/i, '-ERR no such message')),
  ),
  m('rfc1939-5-dele-removes-at-quit-only', 'removes at DELE', [removesAtOnce()]),
  m('rfc1939-5-noop-only-in-transaction', 'answers NOOP before the login', outOfState('NOOP')),
  m('rfc1939-5-noop-does-nothing', 'takes NOOP for RSET', rewriteCommand(/^NOOP$/i, /^NOOP$/i, 'RSET')),
  m('rfc1939-5-rset-only-in-transaction', 'answers RSET before the login', outOfState('RSET')),
  m('rfc1939-5-rset-unmarks-messages', 'takes off no mark', answerFor(/^RSET$/i, OK)),

  m('rfc1939-6-quit-removes-marked-messages', 'forgets the marks at QUIT', () => ({
    client: (u, io) => {
      if (u.kind !== 'line' || !/^DELE/i.test(text(io))) return false;
      io.toClient(Buffer.from('+OK\r\n'));
      return true;
    },
  })),
  m(
    'rfc1939-6-quit-keeps-unmarked-messages',
    'removes one more than was marked',
    rewriteCommand(/^DELE 1$/i, /1$/, '2'),
  ),
  m('rfc1939-6-broken-session-removes-nothing', 'removes what a broken session had marked', laterStat('+OK 1 100'), {
    per: 'scenario',
  }),
  m('rfc1939-6-quit-closes-connection', 'stays behind QUIT', rewriteCommand(/^QUIT$/i, /^QUIT$/i, 'NOOP')),
  m(
    'rfc1939-6-quit-releases-maildrop',
    'keeps the lock behind QUIT',
    () => ({
      client: (u, io) => {
        if (u.kind === 'line' && /^QUIT$/i.test(text(io))) io.state.set('locked', true);
        return false;
      },
      server: (u, io) =>
        io.state.get('locked') === true &&
        /^PASS|^AUTH/i.test(text(io)) &&
        io.part === 'status' &&
        replace(u, io, /^\+OK.*$/, '-ERR [IN-USE] locked'),
    }),
    { per: 'scenario' },
  ),

  m('rfc1939-7-minimal-commands-supported', 'has no RSET', refuse(/^RSET$/i, '-ERR unknown command')),
  m('rfc1939-7-top-only-in-transaction', 'answers TOP before the login', outOfState('TOP')),
  m(
    'rfc1939-7-top-sends-header-and-lines',
    'sends one line too many',
    rewriteCommand(/^TOP/i, /\d+$/, (n) => String(Number(n) + 1)),
  ),
  m('rfc1939-7-top-of-zero-lines', 'sends a line of the body', rewriteCommand(/^TOP/i, /0$/, '1')),
  m(
    'rfc1939-7-top-of-more-lines-than-there-are',
    'refuses more lines than there are',
    refuse(/^TOP/i, '-ERR not so many lines'),
  ),
  m('rfc1939-7-top-byte-stuffed', 'sends lines as they are', rewriteLine(/^TOP/i, /^\.\./, '.')),
  m('rfc1939-7-top-of-deleted-message-refused', 'shows a marked message', acceptAnything(/^TOP/i, '+OK\ngone\n.')),
  m(
    'rfc1939-7-top-needs-number-of-lines',
    'takes TOP without a number of lines',
    rewriteCommand(/^TOP 1$/i, /$/, ' 0'),
  ),
  m(
    'rfc1939-7-top-of-no-such-message-refused',
    'shows a message that is not there',
    acceptAnything(/^TOP/i, '+OK\nnothing\n.'),
  ),
  m('rfc1939-7-uidl-only-in-transaction', 'answers UIDL before the login', outOfState('UIDL')),
  m(
    'rfc1939-7-uidl-of-one-message',
    'lists in several lines when one was asked for',
    rewriteReply(/^UIDL \d/i, /^\+OK (.*)$/, '+OK\n$1\n.'),
  ),
  m('rfc1939-7-uidl-of-all-messages', 'leaves out a message', dropLine(/^UIDL$/i, /^2 /)),
  m('rfc1939-7-uidl-listing', 'puts two blanks before the id', rewriteLine(/^UIDL$/i, /^(\d+) /, '$1  ')),
  m('rfc1939-7-uidl-ids-printable', 'makes ids of 71 characters', rewriteReply(/^UIDL \d/i, /\S+$/, 'x'.repeat(71))),
  m('rfc1939-7-uidl-ids-differ', 'gives every message one id', sameIds()),
  m('rfc1939-7-uidl-ids-persist', 'makes ids anew in each session', idsOfSession, { per: 'scenario' }),
  m('rfc1939-7-uidl-ids-persist-without-update', 'forgets the ids of a broken session', idsOfSession, {
    per: 'scenario',
  }),
  m('rfc1939-7-uidl-ids-not-reused', 'numbers the ids', idsAreNumbers()),
  m(
    'rfc1939-7-uidl-leaves-deleted-out',
    'lists what is marked',
    after(/^DELE 1/i, inject(/^UIDL$/i, '1 gone', 'after')),
  ),
  m(
    'rfc1939-7-uidl-of-deleted-message-refused',
    'shows the id of a marked message',
    acceptAnything(/^UIDL/i, '+OK 1 gone'),
  ),
  m('rfc1939-7-uidl-of-no-such-message-refused', 'shows the id of no message', acceptAnything(/^UIDL/i, '+OK 3 none')),
  m('rfc1939-7-user-and-pass-log-in', 'lets nobody in', refuse(/^PASS/i, '-ERR no')),
  m('rfc1939-7-wrong-password-refused', 'takes any password', acceptAnything(/^PASS/i)),
  m('rfc1939-7-user-only-before-login', 'takes USER behind the login', after(/^PASS/i, answerFor(/^USER/i, OK))),
  m('rfc1939-7-user-needs-name', 'takes USER without a name', acceptAnything(/^USER$/i)),
  m(
    'rfc1939-7-user-then-pass-or-quit',
    'wants PASS behind USER and nothing else',
    refuse(/^QUIT$/i, '-ERR PASS first'),
  ),
  m('rfc1939-7-pass-only-after-user', 'takes PASS without USER', acceptAnything(/^PASS/i)),
  m('rfc1939-7-pass-needs-password', 'takes PASS without a password', acceptAnything(/^PASS$/i)),
  m('rfc1939-7-apop-only-before-login', 'takes APOP behind the login', acceptAnything(/^APOP/i)),

  m(
    'rfc1939-11-size-counts-line-ends-as-two',
    'counts a line end as one octet',
    rewriteReply(/^LIST 1$/i, /\d+$/, (n) => String(Number(n) - 9)),
  ),
  m(
    'rfc1939-11-size-leaves-stuffed-dots-out',
    'counts stuffed dots',
    rewriteReply(/^LIST 2$/i, /\d+$/, (n) => String(Number(n) + 1)),
  ),
];

/** The dot at the end of a list is not sent. */
function dropEnd(command: RegExp): Rule {
  return rule({
    server: (u, io) => {
      if (io.part !== 'end' || !command.test(text(io))) return false;
      io.drop();
      return u.kind === 'line';
    },
  });
}
