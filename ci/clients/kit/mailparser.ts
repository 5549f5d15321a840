import { createRequire } from 'node:module';

/** What of a parsed message is looked at. */
export interface Parsed {
  subject?: string;
  text?: string;
  html?: string | false;
  messageId?: string;
  from?: { text: string };
  attachments: { filename?: string; contentType: string; size: number; content: Buffer }[];
}

// The library has no types of its own.
const { simpleParser } = createRequire(import.meta.url)('mailparser') as {
  simpleParser(source: Buffer): Promise<Parsed>;
};

export async function parsed(source: Buffer): Promise<Parsed> {
  return await simpleParser(source);
}
