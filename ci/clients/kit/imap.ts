import { Talk } from './talk.ts';
import type { Account } from './types.ts';

export interface Message {
  uid: number;
  flags: string[];
  /** As INTERNALDATE says it. */
  date: string;
  body: Buffer;
}

interface Answer {
  status: string;
  text: string;
  /** Untagged responses; a literal stands as `{i}` in the text. */
  lines: { text: string; literals: Buffer[] }[];
}

export const quoted = (s: string): string => `"${s.replace(/["\\]/g, '\\$&')}"`;

/** Looks at mailboxes by the plainest commands, and prepares them. */
export class Imap implements Disposable {
  readonly #talk: Talk;
  #tag = 0;

  private constructor(talk: Talk) {
    this.#talk = talk;
  }

  static async login(endpoint: string, account: Account): Promise<Imap> {
    const imap = new Imap(await Talk.to(endpoint));
    await imap.#talk.line();
    await imap.ok(`LOGIN ${quoted(account.address)} ${quoted(account.password)}`);
    return imap;
  }

  /** Says a command, with a literal at its end where there is one. */
  async say(command: string, octets?: Buffer): Promise<Answer> {
    const tag = `x${++this.#tag}`;
    this.#talk.write(`${tag} ${command}${octets === undefined ? '' : ` {${octets.length}}`}\r\n`);
    const lines: Answer['lines'] = [];
    for (;;) {
      let text = await this.#talk.line();
      if (text.startsWith('+') && octets !== undefined) {
        this.#talk.write(octets);
        this.#talk.write('\r\n');
        continue;
      }
      const literals: Buffer[] = [];
      for (let found = /\{(\d+)\}$/.exec(text); found !== null; found = /\{(\d+)\}$/.exec(text)) {
        const size = Number(found[1]);
        text = `${text.slice(0, found.index)}{${literals.length}}`;
        literals.push(await this.#talk.octets(size));
        text += await this.#talk.line();
      }
      const [first = '', status = ''] = text.split(' ', 2);
      if (first === tag) return { status, text: text.slice(tag.length + 1), lines };
      lines.push({ text, literals });
    }
  }

  /** @throws Error where the answer is not OK */
  async ok(command: string, octets?: Buffer): Promise<Answer> {
    const answer = await this.say(command, octets);
    if (answer.status !== 'OK') throw new Error(`${command.slice(0, 120)} was answered ${answer.text}`);
    return answer;
  }

  /** All messages of a mailbox by ascending UID; nothing is changed. @param name as on the wire */
  async messages(name = 'INBOX', body = true): Promise<Message[]> {
    await this.ok(`EXAMINE ${quoted(name)}`);
    const { lines } = await this.ok(`UID FETCH 1:* (UID FLAGS INTERNALDATE${body ? ' BODY.PEEK[]' : ''})`);
    return lines
      .filter((l) => / FETCH \(/.test(l.text))
      .map((l) => ({
        uid: Number(/UID (\d+)/.exec(l.text)?.[1]),
        flags: (/FLAGS \(([^)]*)\)/.exec(l.text)?.[1] ?? '').split(' ').filter((f) => f !== '' && f !== '\\Recent'),
        date: /INTERNALDATE "([^"]+)"/.exec(l.text)?.[1] ?? '',
        body: l.literals[0] ?? Buffer.alloc(0),
      }))
      .sort((a, b) => a.uid - b.uid);
  }

  /** Names of all mailboxes as on the wire, sorted. */
  async names(): Promise<string[]> {
    const { lines } = await this.ok('LIST "" "*"');
    return lines
      .map(({ text, literals }) => {
        const name = /^\* LIST \([^)]*\) "." (.*)$/.exec(text)?.[1] ?? '';
        if (name === '{0}') return literals[0]?.toString('latin1') ?? '';
        return name.startsWith('"') ? name.slice(1, -1).replace(/\\(.)/g, '$1') : name;
      })
      .sort();
  }

  async append(name: string, octets: Buffer, flags: readonly string[] = []): Promise<void> {
    await this.ok(`APPEND ${quoted(name)} (${flags.join(' ')})`, octets);
  }

  [Symbol.dispose](): void {
    this.#talk[Symbol.dispose]();
  }
}
