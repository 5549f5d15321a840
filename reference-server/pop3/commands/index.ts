import type { Command } from '../types.ts';
import { auth } from './auth.ts';
import { capa } from './capa.ts';
import { dele } from './dele.ts';
import { list } from './list.ts';
import { noop } from './noop.ts';
import { pass } from './pass.ts';
import { quit } from './quit.ts';
import { retr } from './retr.ts';
import { rset } from './rset.ts';
import { stat } from './stat.ts';
import { stls } from './stls.ts';
import { top } from './top.ts';
import { uidl } from './uidl.ts';
import { user } from './user.ts';

// rfc1939-7-minimal-commands-supported
const commands: readonly Command[] = [
  ...[user, pass, auth, stls, capa, quit],
  ...[stat, list, uidl, retr, top, dele, noop, rset],
];

/** Commands by keyword. APOP is not among them: the greeting has no timestamp. */
export const registry: ReadonlyMap<string, Command> = new Map(commands.map((c) => [c.verb, c]));
