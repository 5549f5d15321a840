import type { Command } from '../types.ts';
import { append } from './append.ts';
import { authenticate } from './authenticate.ts';
import { copy, uidCopy } from './copy.ts';
import { expunge, uidExpunge } from './expunge.ts';
import { fetch, uidFetch } from './fetch.ts';
import { idle } from './idle.ts';
import { list, lsub } from './list.ts';
import { login } from './login.ts';
import { create, remove, rename, status, subscribe, unsubscribe } from './manage.ts';
import { search, uidSearch } from './search.ts';
import { close, examine, select, unselect } from './select.ts';
import { capability, check, enable, id, logout, namespace, noop, startTls } from './simple.ts';
import { store, uidStore } from './store.ts';

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
