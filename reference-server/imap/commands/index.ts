import type { Command } from '../types.ts';
import { append } from './append.ts';
import { authenticate } from './authenticate.ts';
import { capability } from './capability.ts';
import { check } from './check.ts';
import { close, unselect } from './close.ts';
import { copy, uidCopy } from './copy.ts';
import { create } from './create.ts';
import { remove } from './delete.ts';
import { enable } from './enable.ts';
import { expunge, uidExpunge } from './expunge.ts';
import { fetch, uidFetch } from './fetch.ts';
import { id } from './id.ts';
import { idle } from './idle.ts';
import { list, lsub } from './list.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { namespace } from './namespace.ts';
import { noop } from './noop.ts';
import { rename } from './rename.ts';
import { search, uidSearch } from './search.ts';
import { examine, select } from './select.ts';
import { startTls } from './starttls.ts';
import { status } from './status.ts';
import { store, uidStore } from './store.ts';
import { subscribe, unsubscribe } from './subscribe.ts';

const commands: readonly Command[] = [
  ...[capability, noop, logout, id, startTls, login, authenticate],
  ...[
    enable,
    namespace,
    select,
    examine,
    create,
    remove,
    rename,
    subscribe,
    unsubscribe,
    list,
    lsub,
    status,
    append,
    idle,
  ],
  ...[check, close, unselect, expunge, search, fetch, store, copy],
  ...[uidExpunge, uidSearch, uidFetch, uidStore, uidCopy],
];

/** Commands by verb, `UID FETCH` and its like under both words. */
export const registry: ReadonlyMap<string, Command> = new Map(commands.map((c) => [c.verb, c]));
