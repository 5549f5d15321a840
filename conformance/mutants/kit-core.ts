/** What the combinators are made of; `kit.ts` re-exports it and has the examples. */
import type { ClientUnit, ServerUnit } from '../wire/types.ts';
import type { Filter, Io, Mutant } from './types.ts';

/** What a rule does with a unit: true where it has dealt with it. */
export interface Acts {
  client?(unit: ClientUnit, io: Io): boolean;
  server?(unit: ServerUnit, io: Io): boolean;
}

/** Made anew for each connection, so that it may hold state in its closure. */
export type Rule = () => Acts;

export type To = string | ((match: string, ...groups: string[]) => string);

/** A line of a mutant table. The requirement it kills is the id up to a `/`. */
export function m(
  id: string,
  does: string,
  rules: Rule | readonly Rule[],
  more: Partial<Pick<Mutant, 'also' | 'per' | 'kind' | 'where'>> = {},
): Mutant {
  return { id, kills: id.split('/')[0] ?? id, does, ...more, wire: () => toFilter([rules].flat()) };
}

/** A filter of rules: the first that deals with a unit wins, what none deals with passes. */
export function toFilter(rules: readonly Rule[]): Filter {
  const acts = rules.map((r) => r());
  return {
    client: (u, io) => {
      if (!acts.some((a) => a.client?.(u, io))) io.pass();
    },
    server: (u, io) => {
      if (!acts.some((a) => a.server?.(u, io))) io.pass();
    },
  };
}

/** A rule without state of its own. */
export function rule(acts: Acts): Rule {
  return () => acts;
}

/** The rule, as long as `holds`. */
export function when(holds: (io: Io) => boolean, inner: Rule): Rule {
  return () => {
    const acts = inner();
    return {
      client: (u, io) => holds(io) && (acts.client?.(u, io) ?? false),
      server: (u, io) => holds(io) && (acts.server?.(u, io) ?? false),
    };
  };
}

/** The rule, from the unit after a command that matches; for the connection, or with `per: 'scenario'` for all. */
export function after(command: RegExp, inner: Rule): Rule {
  return () => {
    const acts = inner();
    const key = `after ${command}`;
    return {
      client: (u, io) => {
        const on = io.state.get(key) === true;
        if (u.kind === 'line' && command.test(text(io))) io.state.set(key, true);
        return on && (acts.client?.(u, io) ?? false);
      },
      server: (u, io) => io.state.get(key) === true && (acts.server?.(u, io) ?? false),
    };
  };
}

/** The rule, for the nth command that matches (from 1) and what answers it. */
export function nth(n: number, command: RegExp, inner: Rule): Rule {
  return () => {
    const acts = inner();
    let count = 0;
    let chosen: Io['command'];
    return {
      client: (u, io) => {
        if (u.kind === 'line' && io.command && command.test(io.command.text)) {
          count++;
          if (count === n) chosen = io.command;
        }
        return io.command !== undefined && io.command === chosen && (acts.client?.(u, io) ?? false);
      },
      server: (u, io) => io.command !== undefined && io.command === chosen && (acts.server?.(u, io) ?? false),
    };
  };
}

/** The text of the command a unit belongs to or answers; empty where there is none. */
export function text(io: Io): string {
  return io.command?.text ?? '';
}

/** A unit's text as patterns see it. */
export function replyText(unit: ServerUnit): string {
  const all = unit.raw
    .toString('latin1')
    .replace(/\r?\n$/, '')
    .replaceAll('\r\n', '\n');
  return all.slice(prefixOf(unit).length);
}

function prefixOf(unit: ServerUnit): string {
  if (unit.kind === 'untagged') return '* ';
  if (unit.kind !== 'tagged') return '';
  const all = unit.raw.toString('latin1');
  return all.slice(0, all.indexOf(' ') + 1);
}

/** Octets of lines: \n becomes CRLF, and one stands at the end. */
export function lines(s: string): Buffer {
  return Buffer.from(`${s.replace(/\r?\n$/, '').replace(/\r?\n/g, '\r\n')}\r\n`, 'latin1');
}

/** Shows the client the unit with `from` replaced. False, and nothing done, where `from` does not match. For what stands in literals: `rewriteLiteral`. */
export function replace(unit: ServerUnit, io: Io, from: RegExp, to: To): boolean {
  const before = replyText(unit);
  if (before.search(from) < 0) return false;
  const changed = typeof to === 'string' ? before.replace(from, to) : before.replace(from, to);
  io.toClient(lines(prefixOf(unit) + changed));
  return true;
}
