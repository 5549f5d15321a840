import type { Service } from '../../spec/types.ts';
import type { DialogueFailure } from './types.ts';

/** A dialogue against a scripted server: what the server does (see `script`), what is said, and how it must end. */
export interface Fixture {
  rule: string;
  service: Service;
  server: string[];
  dialogue: string;
  /** Absent: it passes. Else the failure's cause and the dialogue line (from 1) that it names. */
  fails?: [DialogueFailure['cause'], number];
  /** Values after a dialogue that passes. */
  binds?: Record<string, string>;
  /** What the server was sent, in the order the script awaited it. */
  sent?: string[];
}

type Short = [server: string[], dialogue: string, expect?: Fixture['fails'] | Record<string, string>];

function all(service: Service, rules: Record<string, Short[]>): Fixture[] {
  return Object.entries(rules).flatMap(([rule, shorts]) =>
    shorts.map(([server, dialogue, expect]) => ({
      rule,
      service,
      server,
      dialogue,
      ...(Array.isArray(expect) ? { fails: expect } : expect ? { binds: expect } : {}),
    })),
  );
}

const ehlo = '250-me.example\r\n250-PIPELINING\r\n250 SIZE 1000\r\n';

const smtp = all('smtp', {
  'S: takes the next reply': [
    [['220 hi\r\n'], 'S: 220 ...'],
    [['554 no\r\n'], 'S: 220 ...', ['mismatch', 1]],
    [['220 hi\r\n', '<', '250 a\r\n250 b\r\n'], 'S: 220\nC: NOOP\nS: 250 a\nS: 250 b'],
    [['220 hi\r\n', '<', '250 a\r\n250 b\r\n'], 'S: 220\nC: NOOP\nS: 250 b', ['mismatch', 3]],
  ],
  'a code alone takes any text and any number of lines': [
    [[ehlo], 'S: 250'],
    [['250\r\n'], 'S: 250'],
    [['251 x\r\n'], 'S: 250', ['mismatch', 1]],
    [['2500 x\r\n'], 'S: 250', ['mismatch', 1]],
  ],
  'a final ... matches nothing too': [
    [['250\r\n'], 'S: 250 ...'],
    [['250 x\r\n'], 'S: 250 ...'],
    [['250x\r\n'], 'S: 250 ...', ['mismatch', 1]],
  ],
  'text fits one line of the reply': [
    [[ehlo], 'S: 250 pipelining'],
    [[ehlo], 'S: 250 CHUNKING', ['mismatch', 1]],
    [[ehlo], 'S: 250 SIZE <n:number>', { n: '1000' }],
  ],
  'S& asks the same reply again': [
    [[ehlo], 'S: 250\nS& 250 SIZE <n:number>\nS& 250 PIPELINING', { n: '1000' }],
    [[ehlo], 'S: 250\nS& 250 PIPELINING\nS& 250 CHUNKING', ['mismatch', 3]],
  ],
  'S&! forbids a line of the same reply': [
    [[ehlo], 'S: 250\nS&! 250 STARTTLS'],
    [[ehlo], 'S: 250\nS&! 250 SIZE ...', ['mismatch', 2]],
  ],
  'Nxx is any code of the class': [
    [['503 5.5.1 no\r\n'], 'S: 5xx ...'],
    [['503 5.5.1 no\r\n'], 'S: (2xx|5xx)'],
    [['450 later\r\n'], 'S: 5xx', ['mismatch', 1]],
    [['5ab no\r\n'], 'S: 5xx', ['mismatch', 1]],
  ],
  'enhanced codes are compared only where spelled': [
    [['250 2.1.5 ok\r\n'], 'S: 250 2.1.5 ...'],
    [['250 ok\r\n'], 'S: 250 ...'],
    [['250 ok\r\n'], 'S: 250 2.1.5 ...', ['mismatch', 1]],
  ],
  '(a|b) takes either': [
    [['251 x\r\n'], 'S: (250|251) ...'],
    [['252 x\r\n'], 'S: (250|251) ...', ['mismatch', 1]],
    [['250 ab!\r\n'], 'S: 250 (a|ab)!'],
  ],
  'S? may come, and need not': [
    [['220 hi\r\n', '<', '250 a\r\n'], 'S: 220\nC: NOOP\nS? 450 ...\nS: 250'],
    [['220 hi\r\n', '<', '450 a\r\n250 b\r\n'], 'S: 220\nC: NOOP\nS? 450 ...\nS: 250'],
    [['220 hi\r\n', '<', '451 a\r\n250 b\r\n'], 'S: 220\nC: NOOP\nS? 450 ...\nS: 250', ['mismatch', 4]],
  ],
  'S! must not come, and holds over client lines': [
    [['220 hi\r\n', '<', '250 a\r\n'], 'S: 220\nS! 5xx\nC: NOOP\nS: 250'],
    [['220 hi\r\n', '<', '500 a\r\n250 b\r\n'], 'S: 220\nS! 5xx\nC: NOOP\nS: 250', ['mismatch', 2]],
  ],
  'S* replies come in any order': [
    [['250 a\r\n450 b\r\n221 c\r\n'], 'S* 450\nS* 250\nS: 221'],
    [['250 a\r\n221 c\r\n'], 'S* 450\nS* 250\nS: 221', ['mismatch', 1]],
  ],
  'bytes are exact where escaped': [
    [['250 a\x01\xff\r\n'], 'S: 250 a\\x01\\xFF'],
    [['250 a\x01\xfe\r\n'], 'S: 250 a\\x01\\xFF', ['mismatch', 1]],
    [['250 (a) <b> {c} ...\r\n'], 'S: 250 \\(a\\) \\<b\\> \\{c\\} \\.\\.\\.'],
  ],
  '{name} is a value, octet for octet': [
    [['250 Value\r\n'], 'S: 250 {value}'],
    [['250 value\r\n'], 'S: 250 {value}', ['mismatch', 1]],
    [['250 VALUE\r\n'], 'S: 250 value'],
  ],
  '<name:kind> binds once': [
    [['250 id=17 17\r\n'], 'S: 250 id=<n:number> <n:number>', { n: '17' }],
    [['250 id=17 18\r\n'], 'S: 250 id=<n:number> <n:number>', ['mismatch', 1]],
    [['250 17\r\n251 17\r\n'], 'S: 250 <n:number>\nS: 251 {n}', { n: '17' }],
    [['250 17\r\n251 178\r\n'], 'S: 250 <n:number>\nS: 251 <n:number>', ['mismatch', 2]],
  ],
  'kinds take what they say': [
    [['250 abc def\r\n'], 'S: 250 <w:word> <t:text>', { w: 'abc', t: 'def' }],
    [['250 abc-1] x\r\n'], 'S: 250 <w:word>] <l:line>', { w: 'abc-1', l: 'x' }],
    [['250 x\r\n'], 'S: <c:code> x', { c: '250' }],
    [['250 x7\r\n'], 'S: 250 <n:number>', ['mismatch', 1]],
    [['250  x\r\n'], 'S: 250 <w:word>', ['mismatch', 1]],
  ],
  '... ends where what follows fits': [
    [['250 a b c <x> d\r\n'], 'S: 250 ...\\<<who:word>\\> ...', { who: 'x' }],
    [['250 a b c x d\r\n'], 'S: 250 ...\\<<who:word>\\> ...', ['mismatch', 1]],
    [['250 done. x\r\n'], 'S: 250 done....'],
    [['250 done x\r\n'], 'S: 250 done....', ['mismatch', 1]],
  ],
  'malformed units match nothing': [[['hello\r\n'], 'S: ...', ['mismatch', 1]]],
  'silence is told from the rest': [[['220 hi\r\n'], 'S: 220\nC: NOOP\nS: 250', ['silence', 3]]],
  'a close without 221 or 421 is a hang-up': [
    [['220 hi\r\n', '<', 'END'], 'S: 220\nC: NOOP\nS: 250', ['hang-up', 3]],
    [['220 hi\r\n', '<', '25', 'END'], 'S: 220\nC: NOOP\nS: 250', ['hang-up', 3]],
  ],
  '421 where something else is due is closing': [
    [['220 hi\r\n', '<', '421 no\r\n', 'END'], 'S: 220\nC: NOOP\nS: 250', ['closing', 3]],
    [['220 hi\r\n', '<', '421 no\r\n', 'END'], 'S: 220\nC: NOOP\nS? 421\nS: 250', ['closing', 4]],
    [['220 hi\r\n', '<', '421 no\r\n', 'END'], 'S: 220\nC: NOOP\nS: 421'],
  ],
  'a later line is not asked of an earlier reply': [
    [['220 hi\r\n', '<', '<', '250 a\r\n250 b\r\n'], 'S: 220\nC: NOOP\nC+ NOOP\nS: 250 a\nS: 250 a', ['mismatch', 5]],
  ],
});

const pop3 = all('pop3', {
  '+OK and -ERR take any text': [
    [['+OK\r\n'], 'S: +OK'],
    [['-ERR [IN-USE] x\r\n'], 'S: -ERR [IN-USE] ...'],
    [['-ERR x\r\n'], 'S: +OK', ['mismatch', 1]],
  ],
  'a line is the very next one': [
    [['+OK\r\n1 5\r\n2 6\r\n.\r\n'], 'S: +OK\nS: 1 5\nS: 2 <n:number>\nS: .', { n: '6' }],
    [['+OK\r\n1 5\r\n2 6\r\n.\r\n'], 'S: +OK\nS: 2 6\nS: .', ['mismatch', 2]],
  ],
  'S: . reads to the end of the list': [
    [['+OK\r\n1 5\r\n2 6\r\n.\r\n'], 'S: +OK\nS: .'],
    [['+OK\r\n1 5\r\n2 6\r\n.\r\n'], 'S: +OK\nS* 2 <n:number>\nS: .', { n: '6' }],
    [['+OK\r\n1 5\r\n.\r\n'], 'S: +OK\nS* 2 <n:number>\nS: .', ['mismatch', 2]],
    [['+OK\r\n1 5\r\n2 6\r\n.\r\n'], 'S: +OK\nS* 1 5\nS! ...\nS: .', ['mismatch', 3]],
    [['+OK\r\n1 5\r\n.\r\n'], 'S: +OK\nS* 1 5\nS! ...\nS: .'],
  ],
  'S{.} is the whole text, unstuffed': [
    [['+OK\r\na\r\n..b\r\n\r\n.\r\n'], 'S: +OK\nS{.} <m:text>', { m: 'a\r\n.b\r\n\r\n' }],
    [['+OK\r\nValue\r\n.\r\n'], 'S: +OK\nS{.} {value}\\r\\n'],
    [['+OK\r\nvalue\r\n.\r\n'], 'S: +OK\nS{.} {value}\\r\\n', ['mismatch', 2]],
    [['+OK\r\na\r\n'], 'S: +OK\nS{.} ...', ['silence', 2]],
  ],
});

const select = '* 3 EXISTS\r\n* OK [UIDVALIDITY 9] x\r\nd1 OK [READ-WRITE] y\r\n';

const imap = all('imap', {
  'S: OK is the completion, whatever untagged comes before': [
    [['<d1 SELECT', select], 'C: SELECT a\nS: OK'],
    [['<d1 SELECT', select], 'C: SELECT a\nS: OK [read-write] ...'],
    [['<d1 SELECT', select], 'C: SELECT a\nS: OK [READ-ONLY] ...', ['mismatch', 2]],
    [['<', 'd1 NO x\r\n'], 'C: NOOP\nS: OK', ['mismatch', 2]],
    [['<', 'd1 NO x\r\n'], 'C: NOOP\nS: NO|BAD ...'],
    [['<', 'd1 ok x\r\n'], 'C: NOOP\nS: OK'],
    [['<', 'd9 OK x\r\n'], 'C: NOOP\nS: OK', ['mismatch', 2]],
    [['<', '+ go\r\n'], 'C: NOOP\nS: OK', ['mismatch', 2]],
  ],
  'S& and S&! ask the completion too': [
    [['<', 'd1 OK [A B] x\r\n'], 'C: NOOP\nS: OK\nS& ...[A ...'],
    [['<', 'd1 OK [A B] x\r\n'], 'C: NOOP\nS: OK\nS&! ...[A ...', ['mismatch', 3]],
  ],
  'S* are among the untagged, in any order': [
    [['<', select], 'C: SELECT a\nS* OK [UIDVALIDITY <v:number>] ...\nS* 3 EXISTS\nS: OK', { v: '9' }],
    [['<', select], 'C: SELECT a\nS* 4 EXISTS\nS: OK', ['mismatch', 2]],
    [['<', select], 'C: SELECT a\nS* * 3 EXISTS\nS: OK'],
  ],
  'S* takes one unit each': [
    [['<', '* 3 EXISTS\r\nd1 OK\r\n'], 'C: NOOP\nS* 3 EXISTS\nS* <n:number> EXISTS\nS: OK', ['mismatch', 3]],
  ],
  'S* with S& is the one unit that fits all': [
    [
      ['<', '* 1 FETCH (UID 4)\r\n* 1 FETCH (FLAGS () UID 5)\r\nd1 OK x\r\n'],
      'C: FETCH 1 ALL\nS* 1 FETCH (...UID <u:number>...)\nS& ...FLAGS ()...\nS: OK',
      { u: '5' },
    ],
    [
      ['<', '* 1 FETCH (UID 4)\r\nd1 OK x\r\n'],
      'C: FETCH 1 ALL\nS* 1 FETCH (...UID <u:number>...)\nS& ...FLAGS ()...\nS: OK',
      ['mismatch', 2],
    ],
  ],
  'S! forbids untagged responses': [
    [['<', '* 1 FETCH ()\r\nd1 OK\r\n'], 'C: FETCH 1 X\nS! ... EXPUNGE\nS: OK'],
    [['<', '* 1 EXPUNGE\r\nd1 OK\r\n'], 'C: FETCH 1 X\nS! ... EXPUNGE\nS: OK', ['mismatch', 2]],
    [['<', '* 3 EXISTS\r\n* 1 RECENT\r\nd1 OK\r\n'], 'C: NOOP\nS* 3 EXISTS\nS! ...\nS: OK', ['mismatch', 3]],
    [['<', '* 3 EXISTS\r\n* 1 RECENT\r\nd1 OK\r\n'], 'C: NOOP\nS* 3 EXISTS\nS? <n:number> RECENT\nS! ...\nS: OK'],
  ],
  'S: * waits for its own, in order': [
    [['<', '* OK a\r\n* 3 EXISTS\r\nd1 OK\r\n'], 'C: NOOP\nS: * 3 EXISTS\nS: OK'],
    [['<', 'd1 OK\r\n'], 'C: NOOP\nS: * 3 EXISTS\nS: OK', ['mismatch', 2]],
  ],
  'several commands are completed in their order': [
    [['<d1 NOOP', '<d2 CHECK', 'd1 OK a\r\nd2 NO b\r\n'], 'C: NOOP\nC+ CHECK\nS: OK\nS: NO'],
    [['<', '<', 'd2 NO b\r\nd1 OK a\r\n'], 'C: NOOP\nC+ CHECK\nS: OK\nS: NO'],
    [['<', '<', 'd1 NO b\r\nd2 OK a\r\n'], 'C: NOOP\nC+ CHECK\nS: OK\nS: NO', ['mismatch', 3]],
  ],
  'the answer to a + has no tag': [
    [['<d1 IDLE', '+ idling\r\n* 4 EXISTS\r\n', '<DONE', 'd1 OK\r\n'], 'C: IDLE\nS: +\nS* 4 EXISTS\nC: DONE\nS: OK'],
    [
      ['<d1 AUTH', '+ \r\n', '<eA==', 'd1 NO x\r\n', '<d2 NOOP', 'd2 OK\r\n'],
      'C: AUTHENTICATE PLAIN\nS: +\nC: eA==\nS: NO\nC: NOOP\nS: OK',
    ],
    [['<d1 IDLE', 'd1 BAD x\r\n'], 'C: IDLE\nS: +\nC: DONE\nS: OK', ['mismatch', 2]],
  ],
  'S* before a client line is awaited first': [
    [['<d1 IDLE', '+ idling\r\n', '<DONE'], 'C: IDLE\nS: +\nS* 4 EXISTS\nC: DONE\nS: OK', ['silence', 3]],
  ],
  'explicit tags are raw': [
    [['<x1 NOOP', 'x1 OK a\r\n'], 'C| x1 NOOP\\r\\n\nS: x1 OK ...'],
    [['<x1 NOOP', 'x2 OK a\r\n'], 'C| x1 NOOP\\r\\n\nS: x1 OK ...', ['mismatch', 2]],
  ],
  '{msg#n} follows EXPUNGE and EXISTS': [
    [
      [
        '<',
        '* 3 EXISTS\r\nd1 OK\r\n',
        '<',
        '* 1 EXPUNGE\r\n* 3 EXISTS\r\nd2 OK\r\n',
        '<d3 FETCH 2,3 ',
        '* 2 FETCH (UID 7)\r\nd3 OK\r\n',
      ],
      'C: SELECT a\nS: OK\nC: NOOP\nS: OK\nC: FETCH {msg#3},{msg#4} UID\nS* {msg#3} FETCH (UID <u:number>)\nS: OK',
      { u: '7' },
    ],
    [
      ['<', '* 3 EXISTS\r\nd1 OK\r\n', '<', '* 3 FETCH (UID 7)\r\nd2 OK\r\n'],
      'C: SELECT a\nS: OK\nC: FETCH 1 UID\nS* {msg#2} FETCH ...\nS: OK',
      ['mismatch', 4],
    ],
  ],
  'strings take three forms': [
    [
      ['<', '* X "a\\"b" {3}\r\nc)\r atom\r\nd1 OK\r\n'],
      'C: NOOP\nS* X <a:string> <b:string> <c:string>\nS: OK',
      { a: 'a"b', b: 'c)\r', c: 'atom' },
    ],
    [
      ['<', '* LIST () "/" Value\r\n* LIST () "/" "Value"\r\n* LIST () "/" {5}\r\nValue\r\nd1 OK\r\n'],
      'C: LIST\nS* LIST () "/" {value:string}\nS* LIST () "/" {value:string}\nS* LIST () "/" {value:string}\nS: OK',
    ],
    [['<', '* LIST () "/" "value"\r\nd1 OK\r\n'], 'C: LIST\nS* LIST () "/" {value:string}\nS: OK', ['mismatch', 2]],
  ],
  'parentheses without a bar are themselves': [
    [
      ['<', '* 1 FETCH (FLAGS (\\Seen) UID 5)\r\nd1 OK\r\n'],
      'C: NOOP\nS* 1 FETCH (FLAGS ((\\Seen|\\Deleted)) UID <u:number>)\nS: OK',
      { u: '5' },
    ],
    [
      ['<', '* 1 FETCH (FLAGS (\\Draft) UID 5)\r\nd1 OK\r\n'],
      'C: NOOP\nS* 1 FETCH (FLAGS ((\\Seen|\\Deleted)) UID <u:number>)\nS: OK',
      ['mismatch', 2],
    ],
  ],
  'BYE and a close are closing': [
    [['<', '* BYE no\r\n', 'END'], 'C: NOOP\nS: OK', ['closing', 2]],
    [['<', '* BYE no\r\nd1 OK\r\n', 'END'], 'C: LOGOUT\nS* BYE ...\nS: OK'],
    [['<', '* NO x\r\n', 'END'], 'C: NOOP\nS: OK', ['hang-up', 2]],
  ],
  'a literal waits for the +': [
    [
      ['<d1 APPEND', '* 1 EXISTS\r\n+ go\r\n', '<', 'd1 OK\r\n'],
      'C{} APPEND a\n  x\nS* 1 EXISTS\nS: OK',
      ['mismatch', 3],
    ],
    [['<d1 APPEND', '* 1 EXISTS\r\n+ go\r\n', '<', 'd1 OK\r\n'], 'C{} APPEND a\n  x\nS: OK'],
    [['<', 'd1 NO [TOOBIG] x\r\n'], 'C{} APPEND a\n  x\nS: NO [TOOBIG] ...'],
    [['<', 'd1 NO x\r\n', '<d2 NOOP', 'd2 OK x\r\n'], 'C{} X\n  x\nC&{}\n  y\nS: NO\nC: NOOP\nS: OK'],
    [['<', 'd1 NO [TOOBIG] x\r\n'], 'C{} APPEND a\n  x\nS: OK', ['mismatch', 3]],
    [['<', 'd9 NO x\r\n'], 'C{} APPEND a\n  x\nS: NO', ['mismatch', 1]],
    [['<', 'd1 NO [TOOBIG] x\r\n'], 'C: APPEND a {99999999}\nS: NO [TOOBIG] ...'],
  ],
});

/** What client lines send, octet for octet. */
const sent: Fixture[] = [
  {
    rule: 'C: C+ C| and C+| send what they say',
    service: 'smtp',
    server: ['<', '<', '<', '250 a\r\n'],
    dialogue: 'C: a {value}\\x21\nC+ \\Seen {12}\nC+| b\\r\nC| \\n\nS: 250',
    sent: ['a Value!\r\n', '\\Seen {12}\r\n', 'b\r\n'],
  },
  {
    rule: 'C: alone is an empty line, a trailing blank is sent',
    service: 'smtp',
    server: ['<', '<', '250 a\r\n'],
    dialogue: 'C:\nC: a \nS: 250',
    sent: ['\r\n', 'a \r\n'],
  },
  {
    rule: 'C{.} stuffs and ends',
    service: 'smtp',
    server: ['.', '250 a\r\n'],
    dialogue: 'C{.}\n  From: {value}\n\n  .x\n  ..\nS: 250',
    sent: ['From: Value\r\n\r\n..x\r\n...\r\n.\r\n'],
  },
  {
    rule: '{#} counts',
    service: 'smtp',
    server: ['<', '<', '250 a\r\n'],
    dialogue: 'C{} BDAT {#} LAST\n  abc\\r\\n\nS: 250',
    sent: ['BDAT 5 LAST\r\n', 'abc\r\n'],
  },
  {
    rule: 'literals: after the +, at once, claimed, binary, continued',
    service: 'imap',
    server: ['<', '+ \r\n', '<', 'd1 OK\r\n', '<', '<', 'd2 OK\r\n', '<', '<', 'd3 OK\r\n', '<', '<', '<', 'd4 OK\r\n'],
    dialogue: [
      'C{} APPEND a (\\Seen)',
      '  x{value}',
      'S: OK',
      'C~{+} APPEND a',
      '  y\\0',
      'S: OK',
      'C{9+} X (',
      '  z',
      'S: OK',
      'C{+} LOGIN',
      '  u',
      'C&{+}',
      '  p',
      'C& more',
      'S: OK',
    ].join('\n'),
    sent: [
      'd1 APPEND a (\\Seen) {6}\r\n',
      'xValue\r\n',
      'd2 APPEND a ~{2+}\r\n',
      'y\0\r\n',
      'd3 X ({9+}\r\n',
      'z\r\n',
      'd4 LOGIN {1+}\r\n',
      'u {1+}\r\n',
      'pmore\r\n',
    ],
  },
  {
    rule: '{name:string} is quoted',
    service: 'imap',
    server: ['<', 'd1 OK\r\n'],
    dialogue: 'C: SELECT {odd:string}\nS: OK',
    sent: ['d1 SELECT "a\\"\\\\b"\r\n'],
  },
];

export const fixtures: Fixture[] = [...smtp, ...pop3, ...imap, ...sent];
