import { describe, expect, it } from 'vitest';
import { message } from './messages.ts';
import { reportIn } from './notices.ts';

const report = (type: string): Buffer =>
  message(
    'Content-Type: multipart/report; boundary=b',
    '',
    '--b',
    '',
    'words',
    '--b',
    `Content-Type: ${type}`,
    'Content-Transfer-Encoding: 8bit',
    '',
    'Original-Envelope-Id: x',
    'Reporting-MTA: dns; mx.example.org',
    '',
    'Final-Recipient: utf-8; jörg@example.org',
    'Action: delivered',
    '',
    'Final-Recipient: rfc822; b@example.org',
    'Action: failed',
    '',
    '--b--',
  );

describe('reports of delivery', () => {
  it.each(['message/delivery-status', 'message/global-delivery-status; x=y'])('are read: %s', (type) => {
    expect(reportIn(report(type))).toEqual([
      { 'original-envelope-id': 'x', 'reporting-mta': 'dns; mx.example.org' },
      { 'final-recipient': 'utf-8; jörg@example.org', action: 'delivered' },
      { 'final-recipient': 'rfc822; b@example.org', action: 'failed' },
    ]);
  });

  it('are told from other messages', () => {
    expect(reportIn(message('Subject: x', '', 'Action: delivered'))).toBeUndefined();
  });
});
