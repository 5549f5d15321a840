import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { IWorldOptions } from '@cucumber/cucumber';
import { World } from '@cucumber/cucumber';
import type { Failure, Outcome } from '../../matrix/record.ts';
import { announces } from '../../spec/applies.ts';
import type { Service } from '../../spec/types.ts';
import { parseDialogue } from '../dialogue/parse.ts';
import { runDialogue } from '../dialogue/run.ts';
import { expand } from '../dialogue/text.ts';
import type { Bindings } from '../dialogue/types.ts';
import type { Armed } from '../mutants/types.ts';
import { baseTransport } from '../runner/cells.ts';
import { type Job, type RunState, stateOf } from '../runner/context.ts';
import { Broken, HarnessError, NotApplicable, UsageError } from '../runner/errors.ts';
import type { FeatureStep } from '../runner/features.ts';
import { failureOf, isTemporary, type Judged, judge } from '../runner/outcome.ts';
import type { Account, Lease } from '../targets/types.ts';
import { createTranscript } from '../wire/transcript.ts';
import type { Connection, Layer, Transcript, Transport } from '../wire/types.ts';
import { CLIENT, connect, greeting, plain } from './connect.ts';
import { needOf } from './needs.ts';

/** A client of a scenario and what the suite knows of its session. */
export interface Client {
  name: string;
  service: Service;
  transport: Transport;
  connection: Connection;
  /** What the list in force announced when the suite last asked or looked. */
  announced: string[];
  /** EHLO or LHLO was taken in this layer of the connection; a server may refuse another. */
  greeted?: boolean;
  loggedIn: boolean;
}

const bytes = (s: string) => Buffer.from(s, 'latin1');

/** What the steps of one scenario share: clients, values, accounts, and what went wrong. */
export class MailWorld extends World {
  readonly state: RunState;
  readonly transcript: Transcript = createTranscript();
  readonly bindings: Bindings = new Map();
  readonly clients = new Map<string, Client>();
  readonly opened: Connection[] = [];
  /** What else is to be ended with the scenario. */
  readonly cleanups: (() => Promise<void>)[] = [];
  current: Client | undefined;
  /** The last client that can hand in mail: a fence takes its service. */
  sender: Client | undefined;
  accounts: readonly Account[] = [];
  step: FeatureStep | undefined;
  /** Arrivals seen, oldest first: an absence needs a control and then a fence. */
  readonly arrivals: ('message' | 'fence')[] = [];
  /** Places where a received message was found already, so that none is taken for two. */
  readonly taken = new Set<string>();
  job!: Job;
  #lease: Lease | undefined;
  #armed: Armed | undefined;
  #started = performance.now();
  #failure: { error: unknown; step: FeatureStep | undefined } | undefined;
  #settled: { outcome: Outcome; why?: Failure } | undefined;
  #patience = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: IWorldOptions<{ run: string }>) {
    super(options);
    this.state = stateOf(options.parameters.run);
  }

  get signal(): AbortSignal {
    return this.#patience.signal;
  }

  /** Milliseconds one expectation may take. */
  get ms(): number {
    return this.state.deadlineMs(this.job);
  }

  get settled(): boolean {
    return this.#settled !== undefined;
  }

  /** The outcome is known; the steps that follow are not asked. */
  settle(outcome: Outcome, message: string): void {
    this.#settled = { outcome, why: { message } };
  }

  /** Takes the job of a cloned pickle and what it needs. @returns false where nothing is to be asked */
  async begin(pickle: string): Promise<boolean> {
    const job = this.state.jobs.get(pickle);
    if (!job) throw new HarnessError(`no job for pickle ${pickle}`);
    this.job = job;
    this.#started = performance.now();
    if (job.settled) {
      this.#settled = job.settled;
      return false;
    }
    const limit = this.state.patienceMs(job);
    this.#timer = setTimeout(
      () => this.#patience.abort(new HarnessError(`the scenario was given up after ${limit} ms`)),
      limit,
    );
    try {
      const need = needOf(job.scenario);
      if (need) this.#lease = await this.state.target.lease(need, this.signal);
      this.#started = performance.now();
      this.accounts = this.#lease?.accounts ?? [];
      this.#armed = this.state.arm(job);
      this.#bind();
      return true;
    } catch (error) {
      this.#failure = { error, step: undefined };
      return false;
    }
  }

  #bind(): void {
    const { facts } = this.state.target;
    const token = `t${randomBytes(6).toString('hex')}`;
    const first = this.accounts[0];
    const submission = this.job.cell.service === 'submission';
    const values: Record<string, string> = {
      token,
      root: this.#lease ? this.state.survey.prefix + this.#lease.root : '',
      domain: facts.domain,
      'domain.upper': facts.domain.toUpperCase(),
      client: CLIENT,
      // Reserved domains only: nothing the suite says can reach somebody.
      sender: submission && first ? first.address : 'sender@example.org',
      foreign: 'nobody@example.net',
    };
    this.accounts.forEach((a, i) => {
      const n = i === 0 ? '' : String(i + 1);
      values[`user${n}`] = a.login;
      values[`password${n}`] = a.password;
      values[`recipient${n}`] = a.address;
      values[`local${n}`] = localPart(a.address);
      values[`plain${n}`] = plain(a);
      values[`user64${n}`] = Buffer.from(a.login).toString('base64');
      values[`password64${n}`] = Buffer.from(a.password).toString('base64');
    });
    for (const [name, value] of Object.entries(values)) this.bindings.set(name, bytes(value));
    for (const [knob, value] of Object.entries(facts.policy)) {
      if (typeof value !== 'string') continue;
      this.bindings.set(`site.${knob}`, Buffer.from(siteAddress(value, first, facts.domain)));
      for (const [i, account] of this.accounts.entries())
        if (i > 0) this.bindings.set(`site.${knob}${i + 1}`, Buffer.from(siteAddress(value, account, facts.domain)));
    }
  }

  /** Runs a step and keeps what went wrong in it. */
  async run(work: () => Promise<void> | void): Promise<void> {
    try {
      await Promise.race([
        work(),
        new Promise<never>((_, reject) => {
          if (this.signal.aborted) reject(this.signal.reason);
          this.signal.addEventListener('abort', () => reject(this.signal.reason), { once: true });
        }),
      ]);
    } catch (error) {
      this.#failure ??= { error, step: this.step };
      throw error;
    }
  }

  /** Ends the scenario: gives everything back, watches what was said, and tells the run. */
  async finish(uncaught: string | undefined): Promise<void> {
    clearTimeout(this.#timer);
    const ms = performance.now() - this.#started;
    if (uncaught !== undefined && !this.#failure && !this.#settled) {
      this.#failure = { error: new HarnessError(uncaught), step: this.step };
    }
    let judged: Judged | undefined;
    if (this.#failure) judged = judge(this.#failure.error, this.#failure.step?.type ?? 'Context');
    const mute = judged?.mute !== undefined && this.job.cell.mutant === undefined;
    if (judged && mute) judged = await this.#secondConnection(judged);
    const temporary =
      judged !== undefined &&
      isTemporary(judged) &&
      this.job.cell.mutant === undefined &&
      !this.job.scenario.tags.includes('temporary-counts');
    if (judged && temporary)
      judged = { ...judged, outcome: 'inconclusive', message: `refused for now: ${judged.message}` };
    const problems = await this.#giveBack();
    if (problems && !judged) judged = { outcome: 'harness-error', message: problems };
    const why = judged ? failureOf(judged, this.job.scenario.feature, this.#failure?.step) : this.#settled?.why;
    const requirement = judged && mute && judged.outcome === 'failed' ? muteRule(judged, this.current) : undefined;
    this.state.done({
      job: this.job,
      outcome: judged?.outcome ?? this.#settled?.outcome ?? 'passed',
      ms: Math.round(ms * 10) / 10,
      ...(why ? { why: { ...why, ...(requirement ? { requirement } : {}) } } : {}),
      ...(this.#failure?.step ? { step: this.#failure.step } : {}),
      ...(this.#failure && this.current ? { speaking: this.current.service } : {}),
      transcript: this.transcript,
      ...this.state.monitor(this.transcript),
      ...(this.#armed ? { interventions: this.#armed.interventions } : {}),
      askAgain: temporary || (mute && judged?.outcome === 'failed'),
    });
  }

  /** A server that serves nobody any more has died, which says nothing of the rule; one that serves others kept silent here. */
  async #secondConnection(judged: Judged): Promise<Judged> {
    const service = this.current?.service ?? this.job.cell.service;
    const transport = baseTransport(service, false, this.state.survey.offers) ?? 'clear';
    const dress = { service, transport, name: 'second', transcript: this.transcript, ms: this.ms };
    try {
      const c = await connect(this.state.target.facts, dress);
      this.opened.push(c);
      if (transport !== 'starttls') await greeting(c, this.ms);
      return judged;
    } catch (e) {
      const reason = e instanceof Error ? e.message : String(e);
      return { ...judged, outcome: 'setup-error', message: `${judged.message}; a second connection fails: ${reason}` };
    }
  }

  async #giveBack(): Promise<string | undefined> {
    const ends = await Promise.allSettled([
      ...this.opened.map((c) => c.close('fin')),
      ...this.cleanups.map((end) => end()),
      (async () => await this.#lease?.[Symbol.asyncDispose]())(),
    ]);
    const bad = ends.find((e) => e.status === 'rejected');
    return bad ? `giving back what was used: ${String(bad.reason)}` : undefined;
  }

  /** The account of that number, from 1. */
  account(n = 1): Account {
    const a = this.accounts[n - 1];
    if (!a) throw new HarnessError(`account ${n} was not asked for: tag the scenario @accounts:${n}`);
    return a;
  }

  /** The account with that address. */
  accountOf(address: string): Account {
    const a = this.accounts.find((x) => x.address === address);
    if (!a) throw new HarnessError(`${address} is no account of this scenario`);
    return a;
  }

  /** Fills in `{name}`: one character an octet, what is beyond ASCII in the text as UTF-8. @throws UsageError for a name nobody bound */
  fill(text: string): string {
    return filled(text, (name) => this.value(name));
  }

  /** The same as characters, for those who encode themselves. */
  fillText(text: string): string {
    return Buffer.from(this.fill(text), 'latin1').toString('utf8');
  }

  value(name: string): Buffer {
    const value = this.bindings.get(name);
    if (value === undefined) throw new UsageError(`${this.place()}: {${name}} is bound to nothing here`);
    return value;
  }

  place(): string {
    return `${this.job.scenario.feature}:${this.step?.line ?? this.job.scenario.line}`;
  }

  /** A layer that stands for the broken server; doors and seeds only see it where the mutant spans the scenario. */
  layer(client: boolean): Layer | undefined {
    if (!this.#armed) return undefined;
    return client || this.#armed.mutant.per === 'scenario' ? this.#armed.layer() : undefined;
  }

  /** Transport for a service: the cell's for the service it is about, else the plainest that is allowed. */
  transport(service: Service, login: boolean): Transport {
    if (service === this.job.cell.service) return this.job.cell.transport;
    const t = baseTransport(service, login, this.state.survey.offers);
    if (!t) throw new NotApplicable(`the target offers no ${service}`);
    return t;
  }

  /** Connects a client of the scenario. */
  async dial(name: string, service: Service, transport: Transport): Promise<Client> {
    const layer = this.layer(true);
    const { cell } = this.job;
    const connection = await connect(this.state.target.facts, {
      service,
      transport,
      name,
      transcript: this.transcript,
      ms: this.ms,
      signal: this.signal,
      ...(service === cell.service ? { cut: cell.cut } : {}),
      ...(layer ? { filter: layer } : {}),
    });
    this.opened.push(connection);
    const announced = this.state.survey.announced[`${service}@${transport}`] ?? [];
    const client: Client = { name, service, transport, connection, announced, loggedIn: false };
    this.clients.set(name, client);
    this.use(client);
    return client;
  }

  use(client: Client): void {
    this.current = client;
    if (client.connection.framing === 'smtp') this.sender = client;
  }

  /** The client a step speaks of: the named one, or the last. It is the current one from then on. */
  client(name?: string): Client {
    const client = name === undefined ? this.current : this.clients.get(name);
    if (!client)
      throw new UsageError(`${this.place()}: no client${name === undefined ? '' : ` "${name}"`} has been opened`);
    this.use(client);
    return client;
  }

  /** Speaks a dialogue on a client. */
  async say(client: Client, text: string, line?: number): Promise<void> {
    const at = { file: this.job.scenario.feature, line: line ?? this.step?.line ?? this.job.scenario.line, column: 1 };
    const { cut, service } = this.job.cell;
    await runDialogue(parseDialogue(text, at), client.connection, this.bindings, {
      deadlineMs: this.ms,
      signal: this.signal,
      cut: client.service === service ? cut : 'as-written',
      pipelining: announces(client.announced, 'PIPELINING'),
    });
  }
}

/** A text with its names filled in, one character an octet; what is beyond ASCII in it is UTF-8. */
export function filled(text: string, value: (name: string) => Buffer): string {
  const octets = Buffer.from(expand(text)).toString('latin1');
  return octets.replace(/\{([a-z][a-z0-9_.-]*)\}/gi, (_, name: string) => value(name).toString('latin1'));
}

const localPart = (address: string): string => address.slice(0, Math.max(0, address.lastIndexOf('@')));

/** A pattern of addresses the site states (`alias-{user}@{domain}`), for one account. UTF-8. */
function siteAddress(pattern: string, account: Account | undefined, domain: string): string {
  const user = localPart(account?.address ?? '');
  return pattern.replaceAll('{user}', user).replaceAll('{domain}', domain);
}

/** The rule broken besides the one that was asked, by a server that says nothing. */
function muteRule(judged: Judged, client: Client | undefined): string | undefined {
  if (client?.connection.framing !== 'smtp') return undefined;
  return judged.mute === 'hang-up' ? 'rfc5321-3.8-does-not-hang-up' : 'rfc5321-4.2-every-command-is-answered';
}

/** What a step compares, where a dialogue line does not. @throws Broken */
export function expectThat(holds: boolean, message: string, expected: string, got: string): void {
  if (!holds) throw new Broken(message, expected, got);
}
