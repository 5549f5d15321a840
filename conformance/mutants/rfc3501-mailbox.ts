import {
  acceptAnything,
  after,
  answerFor,
  dropUntagged,
  injectUntagged,
  m,
  type Rule,
  refuse,
  replace,
  replyText,
  rewriteCommand,
  rewriteReply,
  rewriteUntagged,
  rule,
  text,
} from './kit.ts';
import type { Mutant } from './types.ts';

const OPEN = /^(?:SELECT|EXAMINE)\b/i;
const one = (n: string): string => String(Number(n) + 1);

/** The number in a code of SELECT, or of STATUS, grows each time it is told. */
const growing =
  (pattern: RegExp): Rule =>
  () => {
    let times = 0;
    return {
      server: (u, io) => {
        if (u.kind !== 'untagged' || !pattern.test(replyText(u))) return false;
        times++;
        return replace(u, io, pattern, (_all, head, n, tail) => `${head}${Number(n) + times}${tail ?? ''}`);
      },
    };
  };

/** UIDs in FETCH responses are higher by the number of times they were told. */
const unsteady: Rule = growing(/^(\d+ FETCH \(.*?UID )(\d+)/s);

/** UIDs of the second connection that looks are others than those of the first. */
const otherNextTime: Rule = () => ({
  server: (u, io) =>
    io.conn.name === 'later' &&
    u.kind === 'untagged' &&
    replace(u, io, /^(\d+ FETCH \(.*?UID )(\d+)/s, (_all, head, n) => `${head}${Number(n) + 7}`),
});

/** The UID of the last message that was asked for before EXPUNGE is told again for the next one. */
const reusesUid: Rule = () => {
  let last: string | undefined;
  let expunged = false;
  return {
    client: (_u, io) => {
      if (/^EXPUNGE/i.test(text(io))) expunged = true;
      return false;
    },
    server: (u, io) => {
      const uid = /^\d+ FETCH \(.*?UID (\d+)/s.exec(u.kind === 'untagged' ? replyText(u) : '')?.[1];
      if (uid === undefined) return false;
      if (!expunged) last = uid;
      return expunged && last !== undefined && replace(u, io, /UID \d+/, `UID ${last}`);
    },
  };
};

/** A server that breaks one rule each about opening, listing and keeping mailboxes. */
export const mutants: Mutant[] = [
  m('rfc3501-6.3.1-select-tells-flags', 'tells no flags', dropUntagged(OPEN, /^FLAGS /i)),
  m('rfc3501-6.3.1-select-tells-exists', 'miscounts the messages', rewriteUntagged(OPEN, /^(\d+)(?= EXISTS)/i, one)),
  m('rfc3501-6.3.1-select-tells-recent', 'tells nothing of recent messages', dropUntagged(OPEN, /RECENT$/i)),
  m('rfc3501-6.3.1-select-tells-unseen', 'tells no unseen message', dropUntagged(OPEN, /^OK \[UNSEEN/i)),
  m(
    'rfc3501-6.3.1-select-tells-permanentflags',
    'tells no permanent flags',
    dropUntagged(OPEN, /^OK \[PERMANENTFLAGS/i),
  ),
  m('rfc3501-6.3.1-select-tells-uidnext', 'tells no next UID', dropUntagged(OPEN, /^OK \[UIDNEXT/i)),
  m('rfc3501-6.3.1-select-tells-uidvalidity', 'tells no validity', dropUntagged(OPEN, /^OK \[UIDVALIDITY/i)),
  m(
    'rfc3501-6.3.1-select-says-read-write',
    'does not say READ-WRITE',
    rewriteReply(OPEN, /^OK \[READ-WRITE\] ?/i, 'OK '),
  ),
  m('rfc3501-6.3.1-missing-mailbox-gets-no', 'opens what is not there', acceptAnything(OPEN)),
  m(
    'rfc3501-6.3.1-failed-select-leaves-none',
    'keeps the old mailbox when a SELECT fails',
    answerFor(/^SELECT .*nowhere/i, 'NO no such mailbox'),
  ),
  m(
    'rfc3501-6.3.2-examine-says-read-only',
    'says READ-WRITE to EXAMINE',
    rewriteReply(/^EXAMINE/i, /READ-ONLY/i, 'READ-WRITE'),
  ),
  m(
    'rfc3501-6.3.2-examine-tells-what-select-tells',
    'tells no flags to EXAMINE',
    dropUntagged(/^EXAMINE/i, /^FLAGS /i),
  ),
  m('rfc3501-6.3.2-examine-changes-nothing', 'opens for writing when asked to examine', [
    rewriteCommand(/^EXAMINE/i, /^EXAMINE/i, 'SELECT'),
  ]),
  m(
    'rfc3501-2.3.1.1-uids-strictly-ascending',
    'gives UIDs in reverse',
    rewriteUntagged(/^UID SEARCH (?:1|3)$/i, /(\d+)$/, (n) => String(4294967295 - Number(n))),
  ),
  m('rfc3501-2.3.1.1-uid-stays-in-the-session', 'tells another UID each time', unsteady),
  m('rfc3501-2.3.1.1-uid-stays-between-sessions', 'gives new UIDs to each session', otherNextTime, { per: 'scenario' }),
  m(
    'rfc3501-2.3.1.1-uidnext-stays-without-new-mail',
    'raises UIDNEXT each time it is told',
    growing(/^((?:STATUS .*\(|OK \[)UIDNEXT )(\d+)/i),
  ),
  m(
    'rfc3501-2.3.1.1-new-uid-not-below-uidnext',
    'announces a UIDNEXT that is too high',
    rewriteUntagged(/^STATUS/i, /(UIDNEXT )(\d+)/i, (_all, head, n) => `${head}${Number(n) + 5}`),
  ),
  m(
    'rfc3501-2.3.1.1-uidnext-moves-with-new-mail',
    'never moves UIDNEXT',
    rewriteUntagged(/^STATUS/i, /(UIDNEXT )\d+/i, '$17'),
  ),
  m('rfc3501-2.3.1.1-uid-never-means-another-message', 'gives the UID of a removed message again', reusesUid),
  m(
    'rfc3501-9-inbox-in-any-case',
    'has another mailbox for another spelling',
    rewriteUntagged(/^STATUS iNbOx/, /(UIDVALIDITY )(\d+)/i, (_all, head, n) => `${head}${Number(n) + 1}`),
  ),
  m('rfc3501-5.1-inbox-is-special', 'knows INBOX in capitals only', refuse(/^SELECT inbox$/, 'NO no such mailbox')),
  m('rfc3501-9-numbers-are-32-bit', 'gives a UID of 33 bits', rewriteUntagged(/^FETCH/i, /UID \d+/i, 'UID 4294967296')),

  m('rfc3501-6.3.3-create-makes-mailbox', 'says OK and creates nothing', answerFor(/^CREATE/i, 'OK created')),
  m('rfc3501-6.3.3-create-of-existing-gets-no', 'creates what is there', acceptAnything(/^CREATE/i)),
  m(
    'rfc3501-6.3.3-recreated-mailbox-gets-new-uids',
    'begins anew with the numbers of before',
    rewriteUntagged(/^STATUS/i, /(UIDVALIDITY )\d+(?:( UIDNEXT )\d+)?/i, (_all, validity, next) =>
      next ? `${validity}1${next}1` : `${validity}1`,
    ),
  ),
  m('rfc3501-6.3.4-delete-removes-mailbox', 'says OK and deletes nothing', answerFor(/^DELETE/i, 'OK deleted')),
  m('rfc3501-6.3.4-delete-of-missing-or-inbox-gets-no', 'deletes what is not there', acceptAnything(/^DELETE/i)),
  m(
    'rfc3501-6.3.4-delete-keeps-inferiors',
    'deletes what is below',
    after(/^DELETE/i, refuse(/^STATUS/i, 'NO no such mailbox')),
  ),
  m('rfc3501-6.3.6-subscribe-succeeds', 'subscribes once only', () => {
    let times = 0;
    return {
      server: (u, io) =>
        /^SUBSCRIBE/i.test(text(io)) && u.kind === 'tagged' && ++times > 1 && replace(u, io, /^OK.*$/, 'NO already'),
    };
  }),
  m('rfc3501-6.3.7-unsubscribe-succeeds', 'cannot unsubscribe', refuse(/^UNSUBSCRIBE/i, 'NO no')),
  m('rfc3501-6.3.8-names-match-pattern', 'lists more than was asked for', rewriteCommand(/^LIST/i, /o%/, '%')),
  m(
    'rfc3501-6.3.8-empty-pattern-tells-separator',
    'lists nothing for an empty pattern',
    dropUntagged(/^LIST "" ""/i, /^LIST/i),
  ),
  m(
    'rfc3501-6.3.8-percent-stops-at-separator',
    'lets a percent sign cross the separator',
    rewriteCommand(/^LIST/i, /%/, '*'),
  ),
  m(
    'rfc3501-6.3.8-asterisk-crosses-separators',
    'stops an asterisk at the separator',
    rewriteCommand(/^LIST/i, /\*/, '%'),
  ),
  m('rfc3501-6.3.8-inbox-listed', 'does not list INBOX', dropUntagged(/^LIST "" "\*"/i, /INBOX/i)),
  m('rfc3501-6.3.3-create-makes-superiors', 'does not list the names above', dropUntagged(/^LIST "" ".*%"/i, /top/)),
  m(
    'rfc3501-6.3.3-trailing-separator-ignored',
    'keeps the separator at the end',
    rewriteUntagged(/^LIST "" ".+"/i, /folder/, 'folder/'),
  ),
  m(
    'rfc3501-6.3.10-status-tells-what-is-asked',
    'miscounts the unseen messages',
    rewriteUntagged(/^STATUS/i, /(UNSEEN )(\d+)/i, (_all, head, n) => `${head}${one(n)}`),
  ),
  m(
    'rfc3501-6.3.10-status-changes-nothing',
    'selects what STATUS names',
    after(/^STATUS/i, refuse(/^FETCH/i, 'NO no messages')),
  ),
  m('rfc3501-6.3.10-missing-mailbox-gets-no', 'tells of what is not there', [
    rule({
      server: (u, io) => /^STATUS/i.test(text(io)) && u.kind === 'tagged' && replace(u, io, /^NO.*$/, 'OK done'),
    }),
  ]),
  m('rfc3501-5.1.3-utf7-form-preserved', 'writes names anew', rewriteUntagged(/^LIST/i, /&AOkAxw-/, '&AOk-&AMc-')),
  m('rfc3501-5.2-size-updates-are-sent', 'does not tell what arrives', dropUntagged(/^NOOP/i, /EXISTS$/i)),
  m('rfc3501-5.2-flag-updates-are-sent', 'does not tell of changed flags', dropUntagged(/^NOOP/i, /FETCH/i)),
  m(
    'rfc3501-7.4.1-no-expunge-in-fetch-store-search',
    'tells of EXPUNGE within SEARCH',
    injectUntagged(/^SEARCH/i, '1 EXPUNGE'),
  ),
];
