import type { Client } from './kit/client.ts';
import { muttChecks, muttGaps } from './mutt.ts';

export const neomuttClient: Client = {
  name: 'neomutt',
  packages: ['neomutt', 'bsdutils'],
  checks: muttChecks('neomutt'),
  gaps: muttGaps('neomutt', false),
};
