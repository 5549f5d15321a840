import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { scriptedServer } from '../wire/scripted-server.ts';
import * as record from './record.ts';
import { type Done, run, UsageError } from './run.ts';
import * as wire from './wire.ts';

const REFERENCE = 'conformance/targets/reference-server/current.toml';

test('a run from code is the record of a run, told scenario by scenario', async () => {
  // In a process of its own: here each module is there twice, once for the engine.
  const program = `
    import { run } from ${JSON.stringify(new URL('./run.ts', import.meta.url).href)};
    const done = [];
    const record = await run({ target: '${REFERENCE}', ids: ['rfc1939-4-*'], onDone: (d) => done.push(d) });
    console.log(JSON.stringify({ record, done }));
  `;
  const said = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    maxBuffer: 64 * 1024 * 1024,
  });
  expect(said.stderr).toBe('');
  const { record: data, done }: { record: unknown; done: Done[] } = JSON.parse(said.stdout);
  const came = record.parseRecord(data, 'what was printed');
  const asked = came.scenarios.flatMap((s) => s.runs.map((r) => `${s.id} ${r.cell} ${r.outcome}`));
  expect(asked.length).toBeGreaterThan(0);
  expect(done.map((d) => `${d.scenario} ${d.cell} ${d.outcome}`).sort()).toEqual(asked.sort());
  expect(done.map((d) => d.done)).toEqual(done.map((_, i) => i + 1));
  expect(new Set(done.map((d) => d.total))).toEqual(new Set([asked.length]));
  expect(came.violations).toBe(0);
});

test('what cannot be asked is an error of its own', async () => {
  await expect(run({ target: REFERENCE, ids: ['rfc1-1-none'] })).rejects.toBeInstanceOf(UsageError);
  await expect(run({ target: {} })).rejects.toThrow('where the server listens');
});

test('the client of the wire shows every octet', async () => {
  await using server = await scriptedServer([[{ say: '220 there\r\n' }]]);
  const transcript = wire.createTranscript();
  const deadline = wire.within(5_000);
  await using c = await wire.dial(server.endpoint, { name: 'a', service: 'smtp', transcript, deadline });
  expect((await c.read(deadline)).raw.toString()).toBe('220 there\r\n');
  expect(wire.visibleTranscript(transcript.entries)).toContain('220 there');
});

test('what is exported is what a caller may rely on', () => {
  expect(Object.keys(record).sort()).toMatchInlineSnapshot(`
    [
      "LEVELS",
      "OUTCOMES",
      "ROLES",
      "RecordError",
      "SERVICES",
      "UNVERIFIED",
      "VERDICTS",
      "jsonSchema",
      "parseRecord",
      "parseRecordText",
    ]
  `);
  expect(Object.keys(wire).sort()).toMatchInlineSnapshot(`
    [
      "DeadlinePassed",
      "DialFailed",
      "LIMITS",
      "SERVICES",
      "TlsFailed",
      "bdatOctets",
      "clientFraming",
      "createTranscript",
      "dial",
      "flushClient",
      "frameClient",
      "frameServer",
      "framingOf",
      "fromNdjson",
      "heardByClient",
      "holdsLine",
      "leftOver",
      "nextClientUnit",
      "serverFraming",
      "toNdjson",
      "visible",
      "visibleTranscript",
      "within",
    ]
  `);
});
