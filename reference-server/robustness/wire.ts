import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, TLSSocket } from 'node:tls';

/** Milliseconds after which a server that owes an answer is at fault. */
const PATIENCE_MS = 15_000;

/** One response of an IMAP server: its text without the literal, which stands apart. */
export interface Response {
  text: string;
  literal?: string;
}

/** A client that sends what it is told and reads what comes, as latin1. */
export class Wire {
  #socket: Socket;
  #text = '';
  #from = 0;
  #over = false;
  #wake: () => void = () => undefined;
  #tag = 0;
  /** The last SMTP reply, IMAP completion (without its tag) or BYE that a helper read. */
  last = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#attach();
  }

  /** Resolves when connected; a connection that is reset at once counts as ended. */
  static open(endpoint: string): Promise<Wire> {
    const at = endpoint.lastIndexOf(':');
    const socket = connectTcp({ host: endpoint.slice(0, at), port: Number(endpoint.slice(at + 1)) });
    socket.setNoDelay(true);
    const wire = new Wire(socket);
    return new Promise((go) => {
      socket.once('connect', () => go(wire));
      socket.once('close', () => go(wire));
    });
  }

  get over(): boolean {
    return this.#over;
  }

  send(b: string | Buffer): void {
    this.#socket.write(typeof b === 'string' ? Buffer.from(b, 'latin1') : b);
  }

  /** Sends and waits until the system has taken it, or the connection is over. */
  sent(b: string | Buffer): Promise<void> {
    return new Promise((go) => {
      this.#socket.once('close', go);
      this.#socket.write(typeof b === 'string' ? Buffer.from(b, 'latin1') : b, () => {
        this.#socket.off('close', go);
        go();
      });
    });
  }

  /** Sends no more, still reads. */
  finish(): void {
    this.#socket.end();
  }

  /** Goes without a word; in clear by RST. */
  reset(): void {
    if (this.#socket instanceof TLSSocket) this.#socket.destroy();
    else this.#socket.resetAndDestroy();
  }

  /** Reads nothing until `resume`. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Text up to where `find` says it ends. @throws when the server is silent, or ends before */
  async take(find: (text: string, from: number) => number): Promise<string> {
    for (;;) {
      const end = find(this.#text, this.#from);
      if (end >= 0) {
        const got = this.#text.slice(this.#from, end);
        this.#from = end;
        // Cut off now and then: each search goes over a text that has become one piece again.
        if (this.#from === this.#text.length || this.#from > 32 * 1024) {
          this.#text = this.#text.slice(this.#from);
          this.#from = 0;
        }
        return got;
      }
      if (this.#over)
        throw new Error(`the server ended the connection after ${JSON.stringify(this.#rest().slice(-200))}`);
      await this.#more();
    }
  }

  /** One line without its end. */
  async line(): Promise<string> {
    const got = await this.take((text, from) => {
      const lf = text.indexOf('\n', from);
      return lf < 0 ? -1 : lf + 1;
    });
    return got.replace(/\r?\n$/, '');
  }

  /** The next line, or undefined where the server has ended. */
  async lineOrEnd(): Promise<string | undefined> {
    while (!this.#over && this.#text.indexOf('\n', this.#from) < 0) await this.#more();
    return this.#text.indexOf('\n', this.#from) < 0 ? undefined : this.line();
  }

  /** All that comes until the server ends the connection. */
  async rest(): Promise<string> {
    while (!this.#over) await this.#more();
    return this.#rest();
  }

  /** One SMTP reply: its last line. */
  async reply(): Promise<string> {
    for (;;) {
      const line = await this.line();
      this.last = line;
      if (line[3] !== '-') return line;
    }
  }

  smtp(command: string): Promise<string> {
    this.send(`${command}\r\n`);
    return this.reply();
  }

  /** One IMAP response with the literals in it; only the last literal is kept. */
  async response(): Promise<Response> {
    let text = '';
    let literal: string | undefined;
    for (;;) {
      const line = await this.line();
      const size = /\{(\d+)\}$/.exec(line)?.[1];
      text += line;
      if (size === undefined) return literal === undefined ? { text } : { text, literal };
      literal = await this.take((all, from) => (all.length >= from + Number(size) ? from + Number(size) : -1));
    }
  }

  /** Sends a command and gives all responses, the tagged one last. A literal in `literal` goes after the continuation. */
  async imap(command: string, literal?: string): Promise<Response[]> {
    const tag = `t${++this.#tag}`;
    this.send(`${tag} ${command}${literal === undefined ? '' : ` {${Buffer.byteLength(literal, 'latin1')}}`}\r\n`);
    const all: Response[] = [];
    for (;;) {
      const r = await this.response();
      if (r.text.startsWith('+') && literal !== undefined) {
        this.send(`${literal}\r\n`);
        continue;
      }
      all.push(r);
      if (r.text.startsWith('* BYE')) this.last = r.text;
      if (!r.text.startsWith(`${tag} `)) continue;
      this.last = r.text.slice(tag.length + 1);
      return all;
    }
  }

  /** Takes the client's side of a handshake; the certificate is not looked at. */
  secure(): Promise<void> {
    this.#socket.removeAllListeners('data');
    this.#socket.removeAllListeners('end');
    this.#socket.removeAllListeners('close');
    this.#text = '';
    this.#from = 0;
    this.#socket = connectTls({ socket: this.#socket, rejectUnauthorized: false });
    this.#attach();
    return new Promise((go, fail) => {
      this.#socket.once('secureConnect', go);
      this.#socket.once('close', () => fail(new Error('no handshake')));
    });
  }

  #rest(): string {
    const got = this.#text.slice(this.#from);
    this.#text = '';
    this.#from = 0;
    return got;
  }

  #attach(): void {
    this.#socket.on('data', (b: Buffer) => {
      this.#text += b.toString('latin1');
      this.#wake();
    });
    const over = (): void => {
      this.#over = true;
      this.#wake();
    };
    this.#socket.on('error', over);
    this.#socket.on('end', over);
    this.#socket.on('close', over);
  }

  #more(): Promise<void> {
    return new Promise((go, fail) => {
      const late = setTimeout(() => {
        fail(
          new Error(
            `the server is silent after ${JSON.stringify(this.last)} ${JSON.stringify(this.#rest().slice(-200))}`,
          ),
        );
      }, PATIENCE_MS);
      this.#wake = () => {
        clearTimeout(late);
        go();
      };
    });
  }
}
