import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dial } from '../wire/connection.ts';
import { within } from '../wire/inbox.ts';
import { type Step, script, scriptedServer } from '../wire/scripted-server.ts';
import { createTranscript } from '../wire/transcript.ts';
import type { Cut } from '../wire/types.ts';
import { type Fixture, fixtures } from './fixtures.ts';
import { matchBytes, matchText } from './match.ts';
import { parseDialogue, parsePattern } from './parse.ts';
import { runDialogue } from './run.ts';
import { type Bindings, DialogueFailure, DialogueSyntaxError } from './types.ts';

const at = { file: 'x.feature', line: 1, column: 1 };

function values(): Bindings {
  return new Map(Object.entries({ value: 'Value', odd: 'a"\\b' }).map(([k, v]) => [k, Buffer.from(v)]));
}

async function play(f: Pick<Fixture, 'service' | 'server' | 'dialogue'>, cut: Cut = 'as-written', pipelining = false) {
  const steps: Step[] = f.server.flatMap((s) => (s === 'END' ? [{ end: 'fin' as const }] : script(s)));
  await using server = await scriptedServer([[...steps, { await: 'line' }]]);
  const conn = await dial(server.endpoint, {
    name: 'c',
    service: f.service,
    transcript: createTranscript(),
    deadline: within(2000),
    cut,
  });
  const bindings = values();
  const failure = await runDialogue(parseDialogue(f.dialogue, at), conn, bindings, {
    deadlineMs: /silence/.test(JSON.stringify(f)) ? 30 : 1000,
    cut,
    pipelining,
  }).then(
    () => undefined,
    (e: unknown) => e,
  );
  const seen = server.seen[0];
  await conn.close('rst');
  return { failure, bindings, sent: seen?.lines ?? [], chunks: seen?.chunks ?? [], surprises: seen?.surprises ?? [] };
}

describe('fixtures', () => {
  it.each(fixtures.map((f, i) => [`${i} ${f.service}: ${f.rule}${f.fails ? ', fails' : ''}`, f] as const))(
    '%s',
    async (_n, f) => {
      const { failure, bindings, sent, surprises } = await play(f);
      if (f.fails) {
        expect(failure).toBeInstanceOf(DialogueFailure);
        if (failure instanceof DialogueFailure) expect([failure.cause, failure.at.line]).toEqual(f.fails);
        return;
      }
      expect(failure).toBeUndefined();
      expect(surprises).toEqual([]);
      if (f.sent) expect(sent).toEqual(f.sent);
      for (const [name, value] of Object.entries(f.binds ?? {}))
        expect([name, bindings.get(name)?.toString('latin1')]).toEqual([name, value]);
    },
  );

  it('have a passing and a failing one for every rule that can fail', () => {
    const rules = Map.groupBy(
      fixtures.filter((f) => !f.sent),
      (f) => `${f.service} ${f.rule}`,
    );
    const single = [...rules].filter(([, all]) => all.every((f) => !f.fails) || all.every((f) => f.fails));
    // these say what ends a dialogue, or what would pass is another rule's fixture
    expect(single.map(([name]) => name)).toEqual([
      'smtp malformed units match nothing',
      'smtp silence is told from the rest',
      'smtp a close without 221 or 421 is a hang-up',
      'smtp a later line is not asked of an earlier reply',
      'imap S* takes one unit each',
      'imap S* before a client line is awaited first',
    ]);
  });
});

describe('gluing', () => {
  const dialogue = 'S: 220\nC: MAIL FROM:<>\nS: 250 a\nC: RCPT TO:<x>\nS: 250 <id:word>\nC: DATA\nS: 354';
  const server = ['220 hi\r\n', '<', '<', '<', '250 a\r\n250 b\r\n354 c\r\n'];

  it('as written, one write a line', async () => {
    const each = ['220 hi\r\n', '<', '250 a\r\n', '<', '250 b\r\n', '<', '354 c\r\n'];
    const { failure, chunks } = await play({ service: 'smtp', server: each, dialogue });
    expect(failure).toBeUndefined();
    expect(chunks.map(String)).toEqual(['MAIL FROM:<>\r\n', 'RCPT TO:<x>\r\n', 'DATA\r\n']);
  });

  it('coalesced, one write a group, where PIPELINING is announced', async () => {
    const { failure, chunks, bindings } = await play({ service: 'smtp', server, dialogue }, 'coalesced', true);
    expect(failure).toBeUndefined();
    expect(chunks.map(String)).toEqual(['MAIL FROM:<>\r\nRCPT TO:<x>\r\nDATA\r\n']);
    expect(bindings.get('id')?.toString()).toBe('b');
  });

  it('names the right line of a glued dialogue', async () => {
    const wrong = ['220 hi\r\n', '<', '<', '<', '250 a\r\n550 b\r\n503 c\r\n'];
    const { failure } = await play({ service: 'smtp', server: wrong, dialogue }, 'coalesced', true);
    expect(failure).toMatchObject({ cause: 'mismatch', at: { line: 5 } });
  });

  it('not without the announcement, after a greeting, past DATA, or past what a later line needs', async () => {
    const each = ['220 hi\r\n', '<', '250 a\r\n', '<', '250 b\r\n', '<', '354 c\r\n'];
    const plain = await play({ service: 'smtp', server: each, dialogue }, 'coalesced');
    expect(plain.chunks).toHaveLength(3);
    const needs = 'C: MAIL FROM:<>\nS: 250 <x:word>\nC: RCPT TO:<{x}>\nS: 250';
    const asked = await play(
      { service: 'smtp', server: ['<', '250 q\r\n', '<', '250 b\r\n'], dialogue: needs },
      'coalesced',
      true,
    );
    expect(asked.sent).toEqual(['MAIL FROM:<>\r\n', 'RCPT TO:<q>\r\n']);
  });

  it('IMAP keeps tags and completions together', async () => {
    const glued = 'C: NOOP\nS: OK\nC: STATUS a (X)\nS* STATUS ...\nS: NO\nC: IDLE\nS: +';
    const answers = ['<d1', '<d2', 'd1 OK\r\n* STATUS a ()\r\nd2 NO\r\n', '<d3', '+ \r\n'];
    const { failure, surprises, chunks } = await play(
      { service: 'imap', server: answers, dialogue: glued },
      'coalesced',
    );
    expect([failure, surprises]).toEqual([undefined, []]);
    expect(chunks).toHaveLength(2);
  });

  it('octets and splits say the same', async () => {
    for (const cut of ['octet', 'split'] as const) {
      const f = fixtures.find((x) => x.rule.startsWith('literals:'))!;
      const { failure, sent } = await play(f, cut);
      expect([failure, sent]).toEqual([undefined, f.sent]);
    }
  });
});

describe('across dialogues', () => {
  it('a connection keeps its tags, its open commands and its invitations', async () => {
    await using server = await scriptedServer([
      script('<d1 IDLE', '+ \r\n', '<DONE', 'd1 OK\r\n', '<d2 NOOP', 'd2 OK\r\n'),
    ]);
    const transcript = createTranscript();
    await using conn = await dial(server.endpoint, { name: 'c', service: 'imap', transcript, deadline: within(2000) });
    for (const d of ['C: IDLE\nS: +', 'C: DONE', 'S: OK', 'C: NOOP\nS: OK']) {
      await runDialogue(parseDialogue(d, at), conn, values(), { deadlineMs: 1000 });
    }
    expect(server.seen[0]?.surprises).toEqual([]);
  });
});

describe('errors name file, line and column', () => {
  it.each([
    ['S: 250\nX: what', 'x.feature:2:1:'],
    ['C+ a', 'x.feature:1:1:'],
    ['S: 250\nC+ a', 'x.feature:2:1:'],
    ['S: a <b:colour>', 'x.feature:1:6:'],
    ['  a', 'x.feature:1:1:'],
    ['C{} APPEND a', 'x.feature:1:1:'],
    ['C: NOOP\nC& x', 'x.feature:2:1:'],
    ['S& x', 'x.feature:1:1:'],
    ['S:', 'x.feature:1:1:'],
    ['S! x', 'x.feature:1:1:'],
    ['S: +\nS? x\nC: NOOP', 'x.feature:2:1:'],
    ['C: BDAT {#}', 'x.feature:1:9:'],
    ['C{.} text\n  a', 'x.feature:1:6:'],
  ])('%j', (doc, where) => {
    const error = (() => {
      try {
        return parseDialogue(doc, at);
      } catch (e) {
        return e;
      }
    })();
    expect(error).toBeInstanceOf(DialogueSyntaxError);
    expect(String((error as Error).message).slice(0, where.length)).toBe(where);
  });

  it.each(['C: {nobody}', 'S: {nobody}', 'S: OK'])('%s names what nobody bound', async (dialogue) => {
    const { failure } = await play({ service: 'imap', server: ['* OK\r\n', 'x OK\r\n'], dialogue });
    expect(failure).toBeInstanceOf(DialogueSyntaxError);
  });

  it('a message the server never told of is the server’s fault', async () => {
    const { failure } = await play({ service: 'imap', server: ['* OK\r\n', 'x OK\r\n'], dialogue: 'C: {msg#1}' });
    expect(failure).toBeInstanceOf(DialogueFailure);
  });

  it('the examples of the README parse', async () => {
    const text = await readFile(new URL('README.md', import.meta.url), 'utf8');
    const examples = text
      .slice(text.indexOf('## Examples'))
      .split(/\n\n(?=\S)/)
      .filter((p) => /^ {4}[CS]/m.test(p));
    expect(examples).toHaveLength(4);
    for (const e of examples) {
      const doc = e
        .split('\n')
        .filter((l) => l.startsWith('    ') || l === '')
        .map((l) => l.slice(4))
        .join('\n');
      expect(parseDialogue(doc, at).length).toBeGreaterThan(2);
    }
  });

  it('skips empty lines and comments', () => {
    expect(parseDialogue('# a\n\nS: 250\n', { ...at, line: 10 }).map((l) => l.at.line)).toEqual([12]);
  });
});

describe('the matcher', () => {
  it('agrees with a regular expression on ... and literal text', () => {
    const word = fc.stringMatching(/^[ab](?:[ab.]{0,4}[ab])?$/).filter((s) => !s.includes('...'));
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 4 }),
        fc.stringMatching(/^[abAB.]{0,12}$/),
        (words, text) => {
          const pattern = parsePattern(words.join('...'));
          const re = new RegExp(`^${words.map((w) => w.replaceAll('.', '\\.')).join('.*')}$`, 'is');
          expect(matchText(pattern, Buffer.from(text), new Map())).toBe(re.test(text));
        },
      ),
    );
  });

  it('takes a bound value back wherever it was found', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9]{1,8}$/), fc.string({ maxLength: 8 }), (value, noise) => {
        const text = Buffer.from(`[${value}] ${noise}`);
        const m = matchBytes(parsePattern('[<v:word>] ...'), text, { bindings: new Map() });
        expect(m instanceof Map && matchText(parsePattern('[{v}] ...'), text, m)).toBe(true);
      }),
    );
  });

  it.each([
    '...a...a...a...b',
    '...<w:word>...<x:word>!',
    '...<n:number>...<m:number>!',
    '...<s:string>...<t:string>!',
    '<a:text>b<c:text>d<e:text>!',
  ])('%s stays linear', (source) => {
    const pattern = parsePattern(source);
    const work = (n: number) => {
      const text = Buffer.alloc(n, source.includes('number') ? '1' : 'a');
      const start = performance.now();
      matchText(pattern, text, new Map());
      return performance.now() - start;
    };
    work(1000);
    // quadratic would take minutes: no time is compared, the run has to end within the limit of a test
    expect(work(400_000)).toBeGreaterThan(0);
  });
});
