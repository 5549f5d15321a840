/** Longest line that is looked at; what is longer is content. */
const LINE = 8 * 1024;
/** Commands that are kept of a connection, and characters of each. */
const COMMANDS = 50_000;
const SHOWN = 240;

/** A command as the client said it, without its tag, and how it was answered. */
export interface Exchange {
  asked: string;
  answered: string;
  refused: boolean;
}

export type Protocol = 'imap' | 'pop3' | 'smtp' | 'lmtp';

/** What goes over one connection, read along: commands and their answers, without content. Blind from TLS on. */
export interface Watch {
  client(b: Buffer): void;
  server(b: Buffer): void;
  readonly exchanges: readonly Exchange[];
  /** Commands that have no answer yet. */
  waiting(): string[];
}

/** Cuts octets into lines; `skip` octets are passed over first. */
class Lines {
  #rest = '';
  skip = 0;
  readonly #take: (line: string) => void;

  constructor(take: (line: string) => void) {
    this.#take = take;
  }

  push(b: Buffer): void {
    let at = 0;
    while (at < b.length) {
      if (this.skip > 0) {
        const n = Math.min(this.skip, b.length - at);
        this.skip -= n;
        at += n;
        continue;
      }
      const end = b.indexOf(10, at);
      const piece = b.subarray(at, end < 0 ? b.length : end).toString('latin1');
      at = end < 0 ? b.length : end + 1;
      // Of a line that is too long the end counts: a literal may be announced there.
      this.#rest = (this.#rest + piece).slice(-LINE);
      if (end < 0) return;
      const line = this.#rest.endsWith('\r') ? this.#rest.slice(0, -1) : this.#rest;
      this.#rest = '';
      this.#take(line);
    }
  }
}

abstract class Base implements Watch {
  readonly exchanges: Exchange[] = [];
  protected blind = false;
  protected readonly fromClient = new Lines((line) => this.asked(line));
  protected readonly fromServer = new Lines((line) => this.said(line));

  client(b: Buffer): void {
    if (!this.blind) this.fromClient.push(b);
  }
  server(b: Buffer): void {
    if (!this.blind) this.fromServer.push(b);
  }
  abstract waiting(): string[];
  protected abstract asked(line: string): void;
  protected abstract said(line: string): void;

  protected note(asked: string, answered: string, refused: boolean): void {
    if (this.exchanges.length === COMMANDS) return;
    this.exchanges.push({ asked: asked.slice(0, SHOWN), answered: answered.slice(0, SHOWN), refused });
  }
}

const literal = (line: string): { size: number; sync: boolean } | undefined => {
  const found = /\{(\d{1,10})(\+?)\}$/.exec(line);
  return found === null ? undefined : { size: Number(found[1]), sync: found[2] === '' };
};

class ImapWatch extends Base {
  /** Commands that wait for their answer, by tag. */
  readonly #open = new Map<string, string>();
  /** The command whose literal is still to come, or was just passed over. */
  #within: string | undefined;
  #pending = 0;
  /** The untagged answer to CAPABILITY, which says more than its completion. */
  #capabilities: string | undefined;
  /** Lines that answer a continuation are no commands. */
  #continues: 'no' | 'authenticate' | 'idle' = 'no';

  override waiting(): string[] {
    return [...this.#open.values()];
  }

  protected override asked(line: string): void {
    if (this.#continues !== 'no') {
      if (this.#continues === 'idle') this.#continues = 'no';
      return;
    }
    const announced = literal(line);
    let tag = this.#within;
    if (tag === undefined) {
      tag = line.split(' ', 1)[0] ?? '';
      const command = line.slice(tag.length + 1);
      this.#open.set(tag, command);
      const verb = command.split(' ', 1)[0]?.toUpperCase();
      if (verb === 'AUTHENTICATE') this.#continues = 'authenticate';
      if (verb === 'IDLE') this.#continues = 'idle';
    }
    this.#within = announced === undefined ? undefined : tag;
    if (announced === undefined) return;
    if (announced.sync) this.#pending = announced.size;
    else this.fromClient.skip = announced.size;
  }

  protected override said(line: string): void {
    const announced = literal(line);
    if (announced !== undefined) {
      this.fromServer.skip = announced.size;
      return;
    }
    if (line.startsWith('+')) {
      this.fromClient.skip += this.#pending;
      this.#pending = 0;
      return;
    }
    const [tag = '', status = ''] = line.split(' ', 2);
    if (line.startsWith('* CAPABILITY ')) this.#capabilities = line;
    const command = this.#open.get(tag);
    if (command === undefined) return;
    if (status !== 'OK' && status !== 'NO' && status !== 'BAD') return;
    this.#open.delete(tag);
    const list = command.toUpperCase() === 'CAPABILITY' ? this.#capabilities : undefined;
    this.note(command, list ?? line.slice(tag.length + 1), status !== 'OK');
    if (this.#within === tag) {
      this.#within = undefined;
      this.#pending = 0;
    }
    this.#continues = 'no';
    if (status === 'OK' && command.toUpperCase() === 'STARTTLS') this.blind = true;
  }
}

class SmtpWatch extends Base {
  readonly #open: string[] = [];
  #content = false;
  #responds = false;
  #reply: string[] = [];
  #greeted = false;

  override waiting(): string[] {
    return [...this.#open];
  }

  protected override asked(line: string): void {
    if (this.#content) {
      if (line !== '.') return;
      this.#content = false;
      this.#open.push('(end of data)');
    } else if (this.#responds) this.#responds = false;
    else this.#open.push(line);
    const chunk = /^BDAT (\d{1,10})/i.exec(line);
    if (chunk !== null) this.fromClient.skip = Number(chunk[1]);
  }

  protected override said(line: string): void {
    this.#reply.push(line);
    if (line[3] === '-') return;
    const text = this.#reply.join(' / ');
    this.#reply = [];
    if (!this.#greeted) {
      this.#greeted = true;
      if (line.startsWith('2')) return;
    }
    if (line.startsWith('334')) {
      this.#responds = true;
      return;
    }
    // Of LMTP's replies to one message all but the first find no command left.
    const command = this.#open.shift() ?? '(end of data)';
    this.#content = line.startsWith('354');
    this.#responds = false;
    this.note(command, text, line.startsWith('4') || line.startsWith('5'));
    if (command.toUpperCase() === 'STARTTLS' && line.startsWith('2')) this.blind = true;
  }
}

class Pop3Watch extends Base {
  readonly #open: string[] = [];
  #lines = false;
  #responds = false;
  #greeted = false;
  /** The capabilities that are being listed. */
  #capabilities: string[] | undefined;

  override waiting(): string[] {
    return [...this.#open];
  }

  protected override asked(line: string): void {
    if (this.#responds) this.#responds = false;
    else this.#open.push(line);
  }

  protected override said(line: string): void {
    if (this.#lines) {
      if (line !== '.') {
        this.#capabilities?.push(line);
        return;
      }
      this.#lines = false;
      if (this.#capabilities !== undefined) this.note('CAPA', this.#capabilities.join(' / '), false);
      this.#capabilities = undefined;
      return;
    }
    if (!this.#greeted) {
      this.#greeted = true;
      return;
    }
    if (line === '+' || line.startsWith('+ ')) {
      this.#responds = true;
      return;
    }
    this.#responds = false;
    const command = this.#open.shift() ?? '';
    const [verb, argument] = command.toUpperCase().split(' ');
    const long = ['RETR', 'TOP', 'CAPA'].includes(verb ?? '') || (/^(?:LIST|UIDL)$/.test(verb ?? '') && !argument);
    const ok = line.startsWith('+OK');
    this.#lines = ok && long;
    if (verb === 'CAPA' && ok) this.#capabilities = [];
    else this.note(command, line, !ok);
    if (ok && verb === 'STLS') this.blind = true;
  }
}

/** Reads one connection of a protocol along. */
export function watch(protocol: Protocol): Watch {
  if (protocol === 'imap') return new ImapWatch();
  return protocol === 'pop3' ? new Pop3Watch() : new SmtpWatch();
}
