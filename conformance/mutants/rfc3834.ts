/** What a broken server says of how a report came about (RFC 3834 section 5). */
import { m } from './kit.ts';
import { reported, seen } from './reports.ts';
import type { Mutant } from './types.ts';

export const mutants: Mutant[] = [
  m(
    'rfc3834-5.1-one-auto-submitted-field',
    'says twice that it wrote the report',
    reported((r) => r.replace(/^From:/im, 'Auto-Submitted: auto-replied\r\nAuto-Submitted: auto-replied\r\n$&')),
    seen,
  ),
  m(
    'rfc3834-5.2-report-is-not-auto-generated',
    'takes a report for a message of its own',
    reported((r) => r.replace(/^Auto-Submitted:.*$/im, 'Auto-Submitted: auto-generated')),
    seen,
  ),
];
