import { readFileSync } from 'node:fs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import type { RunRecord } from './record.ts';
import { json } from './render/json.ts';
import { sampleRecord } from './sample.ts';
import { jsonSchema, parseRecordText, RecordError, type recordSchema } from './schema.ts';

describe('the schema of run.json', () => {
  it('is published as it is checked', () => {
    const published: unknown = JSON.parse(readFileSync(new URL('./run.schema.json', import.meta.url), 'utf8'));
    expect(published).toEqual(JSON.parse(JSON.stringify(jsonSchema())));
  });

  it('says the same as the type', () => {
    expectTypeOf<z.infer<typeof recordSchema>>().toEqualTypeOf<RunRecord>();
  });

  it('takes a record through text and back unchanged', () => {
    const record = sampleRecord();
    expect(parseRecordText(json(record), 'run.json')).toEqual(JSON.parse(JSON.stringify(record)));
  });

  it.each([
    ['no JSON', 'x', /run.json is no JSON/],
    ['another schema', '{"schema":"mailspec/run/2"}', /schema/],
    ['a missing count', json({ ...sampleRecord(), counts: {} as RunRecord['counts'] }), /counts/],
    ['a key nobody knows', json({ ...sampleRecord(), more: 1 } as RunRecord), /more/],
  ])('refuses %s', (_name, text, message) => {
    expect(() => parseRecordText(text, 'run.json')).toThrow(RecordError);
    expect(() => parseRecordText(text, 'run.json')).toThrow(message);
  });
});
