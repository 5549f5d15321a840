import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleRecord } from './sample.ts';
import { parseRecordText } from './schema.ts';
import { checkReportDir, ReportError, writeReport } from './write.ts';

let base: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'mailspec-write-'));
});
afterEach(() => rm(base, { recursive: true, force: true }));

const FILES = ['index.html', 'junit.xml', 'matrix.md', 'messages.ndjson', 'run.json', 'transcripts'];
const path = 'transcripts/smtp/sample--fail.ndjson';

describe('writeReport', () => {
  it('writes the files of a report, in a folder it makes', async () => {
    const dir = join(base, 'a/b');
    await writeReport(dir, sampleRecord(), { messages: ['{"a":1}\n', '{"b":2}\n'], transcripts: [[path, 'C: x\n']] });
    expect((await readdir(dir)).sort()).toEqual(FILES);
    expect(parseRecordText(await readFile(join(dir, 'run.json'), 'utf8'), 'run.json').violations).toBe(1);
    expect(await readFile(join(dir, 'messages.ndjson'), 'utf8')).toBe('{"a":1}\n{"b":2}\n');
    expect(await readFile(join(dir, path), 'utf8')).toBe('C: x\n');
  });

  it('leaves the files of others, and takes away transcripts of the run before', async () => {
    await mkdir(join(base, 'transcripts/smtp'), { recursive: true });
    await writeFile(join(base, 'notes.txt'), 'mine');
    await writeFile(join(base, 'transcripts/theirs.txt'), 'theirs');
    await writeReport(base, sampleRecord(), { messages: '', transcripts: [[path, 'old']] });
    await writeReport(base, sampleRecord({ scenarios: [] }), { messages: '' });
    expect((await readdir(base)).sort()).toEqual([...FILES.slice(0, 4), 'notes.txt', ...FILES.slice(4)]);
    expect(await readdir(join(base, 'transcripts'), { recursive: true })).toEqual(['smtp', 'theirs.txt']);
  });

  it('does not trust a run.json it finds', async () => {
    await writeFile(join(base, 'secret'), 'keep');
    for (const found of [
      '{',
      '[]',
      '{"schema":"mailspec/run/1","scenarios":[{"runs":[{"transcript":"transcripts/../secret"}]}]}',
    ]) {
      await writeFile(join(base, 'run.json'), found);
      await writeReport(base, sampleRecord());
      expect(await readFile(join(base, 'secret'), 'utf8')).toBe('keep');
    }
  });

  it('keeps transcripts in their folder', async () => {
    await expect(writeReport(base, sampleRecord(), { transcripts: [['transcripts/../../x', 'y']] })).rejects.toThrow(
      ReportError,
    );
    expect(await readdir(base)).toEqual([]);
  });

  it('says in one line which folder cannot be used and why, with nothing half-written', async () => {
    const file = join(base, 'file');
    await writeFile(file, 'x');
    for (const dir of [file, join(file, 'below')]) {
      await expect(checkReportDir(dir)).rejects.toThrow(ReportError);
      await expect(checkReportDir(dir)).rejects.toThrow(`cannot write the report to ${dir}`);
      await expect(writeReport(dir, sampleRecord())).rejects.toThrow(ReportError);
    }
    expect(await readdir(base)).toEqual(['file']);
    expect(await readFile(file, 'utf8')).toBe('x');
  });

  it('leaves nothing beside its files when one place is taken by a folder', async () => {
    await mkdir(join(base, 'index.html'));
    await expect(writeReport(base, sampleRecord())).rejects.toThrow(ReportError);
    expect(await readdir(base)).toEqual(['index.html']);
  });
});
