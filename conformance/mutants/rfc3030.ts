import {
  acceptAnything,
  after,
  answerFor,
  lines,
  m,
  type Rule,
  refuse,
  replace,
  rewriteBody,
  rewriteReply,
  rule,
  text,
  withoutKeyword,
} from './kit.ts';
import type { Mutant } from './types.ts';

/** The octets of a chunk that is to be refused reach the server as lines of their own. */
const obeysTheChunk =
  (chunk: RegExp): Rule =>
  () => {
    let held = false;
    return {
      client: (u, io) => {
        if (!chunk.test(text(io))) return false;
        if (u.kind === 'line') {
          held = true;
          io.drop();
          return true;
        }
        if (u.kind !== 'body' || !held) return false;
        io.toServer(Buffer.concat([lines('BDAT x'), u.raw]));
        return true;
      },
    };
  };

/** What is in a chunk from a period alone between line ends of any kind is read as commands. */
const endsAtAPeriod: Rule = () => {
  let command: Buffer | undefined;
  return {
    client: (u, io) => {
      if (!/^BDAT .* LAST$/i.test(text(io))) return false;
      if (u.kind === 'line') {
        command = u.raw;
        io.drop();
        return true;
      }
      const [, head, tail] = /^(.*?[\r\n])\.[\r\n]+(MAIL .*)$/s.exec(u.raw.toString('latin1')) ?? [];
      if (u.kind !== 'body' || !command || head === undefined || tail === undefined) return false;
      io.toServer(lines(`BDAT ${head.length} LAST`));
      io.toServer(Buffer.from(head, 'latin1'));
      io.toServer(Buffer.from(tail, 'latin1'));
      return true;
    },
  };
};

/** Every chunk but the first comes with another octet at its beginning. */
const spoilsChunks: Rule = () => {
  let chunks = 0;
  return {
    client: (u, io) => {
      if (u.kind !== 'body' || ++chunks === 1) return false;
      io.toServer(Buffer.concat([Buffer.from('_'), u.raw.subarray(1)]));
      return true;
    },
  };
};

/** What was said before RSET stands in the next message. */
const keepsTheChunk =
  (mark: RegExp): Rule =>
  () => {
    let kept = '';
    return {
      client: (u, io) => {
        if (u.kind === 'body' && mark.test(u.raw.toString('latin1'))) {
          kept = u.raw.toString('latin1');
          return false;
        }
        if (kept === '' || !/^BDAT .* LAST$/i.test(text(io))) return false;
        if (u.kind === 'line') io.drop();
        else if (u.kind === 'body')
          io.toServer(
            Buffer.concat([lines(`BDAT ${kept.length + u.raw.length} LAST`), Buffer.from(kept, 'latin1'), u.raw]),
          );
        return u.kind === 'line' || u.kind === 'body';
      },
    };
  };

/** Each reply to a chunk comes with another behind it. */
const twice: Rule = rule({
  server: (u, io) => {
    if (u.kind !== 'reply' || !/^BDAT 1$/.test(text(io))) return false;
    io.toClient(u.raw);
    io.toClient(u.raw);
    return true;
  },
});

const chunk = (reply: string) => rewriteReply(/^BDAT/i, /^[45].*$/s, reply);

/** What has come is a whole message when the client begins a chunk that it does not finish, or takes its leave. */
const endsEarly: Rule = () => {
  let open = false;
  return {
    client: (u, io) => {
      const line = u.raw.toString('latin1');
      const unfinished = /^BDAT 5000/i.test(line);
      if (!unfinished && !(open && /^QUIT/i.test(line))) {
        open ||= /^BDAT \d+\r\n/i.test(line);
        return false;
      }
      open = false;
      io.ask(lines('BDAT 0 LAST'));
      return unfinished;
    },
  };
};

/** A server that breaks one rule of RFC 3030 each. */
export const mutants: Mutant[] = [
  m('rfc3030-1-no-end-of-data-within-a-chunk', 'looks for the end of the message in chunks', endsAtAPeriod),
  m('rfc3030-2-dots-are-kept', 'unstuffs periods in chunks', [
    rule({
      client: (u, io) => {
        if (!/^BDAT/i.test(text(io)) || u.kind !== 'body') return false;
        const s = u.raw.toString('latin1').replace(/\r\n\.\.([^\r\n]*)/g, '\r\n.$1 ');
        io.toServer(Buffer.from(s, 'latin1'));
        return true;
      },
    }),
  ]),
  m('rfc3030-2-chunk-size-is-digits', 'takes any word for a size', acceptAnything(/^BDAT/i)),
  m('rfc3030-2-leading-zeros-change-nothing', 'reads a size with zeros in front as octal', [
    rewriteReply(/^BDAT .* LAST$/i, /^250.*$/s, '500 5.5.2 what is " xBDAT"'),
  ]),
  m('rfc3030-2-only-last-follows-the-size', 'takes any word behind the size', acceptAnything(/^BDAT/i)),
  m('rfc3030-2-last-in-any-case', 'knows its words in capitals only', refuse(/^bdat/, '500 5.5.2 unknown command')),
  m(
    'rfc3030-2-chunk-has-the-octets-said',
    'takes a chunk that has not come',
    answerFor(/^BDAT \d{2,}$/i, '250 2.0.0 Ok'),
  ),
  m('rfc3030-2-octets-behind-a-chunk-are-a-command', 'answers a chunk of one octet twice', twice),
  m('rfc3030-2-chunks-make-one-message', 'loses the first octet of a chunk behind another', spoilsChunks),
  m('rfc3030-2-data-still-supported', 'takes nothing but chunks any more', [
    after(/^BDAT/i, rewriteReply(/^DATA$/i, /^354.*$/s, '502 5.5.1 use BDAT')),
  ]),
  m('rfc3030-2-empty-last-chunk-taken', 'refuses an empty last chunk', refuse(/^BDAT 0 LAST/i, '501 5.5.4 no octets')),
  m('rfc3030-2-bdat-after-last-503', 'has another code for a chunk too many', rewriteReply(/^BDAT/i, /^503/, '554')),
  m('rfc3030-2-chunk-answered-250', 'has another code for a chunk', rewriteReply(/^BDAT/i, /^250/, '251')),
  m('rfc3030-2-failed-chunk-is-discarded', 'obeys the octets of a chunk it refuses', obeysTheChunk(/^BDAT/i)),
  m(
    'rfc3030-2-chunks-behind-a-failed-one-are-discarded',
    'obeys the octets of the chunks behind a refused one',
    obeysTheChunk(/^BDAT 6$/i),
  ),
  m('rfc3030-2-rset-after-a-failed-chunk', 'keeps a refused chunk for the next message', keepsTheChunk(/^X-Refused/)),
  m('rfc3030-2-rset-discards-the-chunks', 'keeps the chunks over RSET', keepsTheChunk(/^X-Given-Up/)),
  m('rfc3030-2-half-a-message-delivers-nothing', 'delivers what has come of a message', endsEarly),
  m('rfc3030-2-last-chunk-ends-the-transaction', 'keeps the transaction open behind the last chunk', [
    after(/^BDAT .* LAST/i, rewriteReply(/^RCPT/i, /^503.*$/s, '250 2.1.5 Ok')),
  ]),
  m('rfc3030-2-bdat-without-transaction-refused', 'takes a chunk without a transaction', chunk('250 2.0.0 Ok')),
  m(
    'rfc3030-2-data-after-bdat-503',
    'has another code for DATA behind a chunk',
    rewriteReply(/^DATA$/i, /^503/, '554'),
  ),
  m('rfc3030-2-lines-of-any-octets-refused', 'takes a line of any octets for a command', [
    rule({ server: (u, io) => text(io).includes('rest') && replace(u, io, /^5.*$/s, '250 2.0.0 Ok') }),
  ]),
  m('rfc3030-3-binarymime-with-chunking', 'announces BINARYMIME without CHUNKING', withoutKeyword('CHUNKING')),
  m(
    'rfc3030-3-keyword-without-parameter',
    'announces BINARYMIME with a parameter',
    rewriteReply(/^[EL]HLO/i, /^(250[ -]BINARYMIME)$/im, '$1 yes'),
  ),
  m(
    'rfc3030-3-body-binarymime-accepted',
    'does not know BODY=BINARYMIME',
    refuse(/^MAIL .*BODY=BINARYMIME/i, '555 5.5.4 unknown parameter'),
  ),
  m(
    'rfc3030-3-all-bits-preserved',
    'cuts off the eighth bit',
    rewriteBody((body) => body.replace(/[\x80-\xff]/g, (c) => String.fromCharCode(c.charCodeAt(0) & 0x7f))),
  ),
  m('rfc3030-3-data-after-binarymime-503', 'takes binary by DATA', rewriteReply(/^DATA$/i, /^503.*$/s, '354 go on')),
  m('rfc3030-3-binary-encoding-without-body-accepted', 'refuses the binary encoding without BODY=BINARYMIME', [
    rewriteReply(/^DATA$/i, /^250.*$/s, '554 5.6.0 binary was not agreed'),
  ]),
];
