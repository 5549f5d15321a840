import { expect, it } from 'vitest';
import { loadSpec } from '../../spec/load.ts';
import type { Job } from './context.ts';
import { sparedBy } from './suite.ts';

const spec = loadSpec();
const smtp = 'rfc5321-4.5.2-leading-dot-removed';
const pop3 = 'rfc1939-3-lines-byte-stuffed';
const job = (...requirements: string[]) => ({ scenario: { requirements } }) as Job;

it('spares the rows that cannot bind the service that answered wrongly', () => {
  expect(sparedBy({ outcome: 'failed', speaking: 'pop3', job: job(smtp, pop3) }, spec)).toEqual([smtp]);
  expect(sparedBy({ outcome: 'failed', speaking: 'lmtp', job: job(smtp, pop3) }, spec)).toEqual([pop3]);
});

it('spares none where no row binds that service, nothing failed, or nobody was speaking', () => {
  expect(sparedBy({ outcome: 'failed', speaking: 'imap', job: job(smtp, pop3) }, spec)).toEqual([]);
  expect(sparedBy({ outcome: 'passed', speaking: 'pop3', job: job(smtp, pop3) }, spec)).toEqual([]);
  expect(sparedBy({ outcome: 'failed', job: job(smtp, pop3) }, spec)).toEqual([]);
  expect(sparedBy({ outcome: 'failed', speaking: 'pop3', job: job(pop3) }, spec)).toEqual([]);
});
