import { Writable } from 'node:stream';
import type { IFilterablePickle, IRunOptions, ISupportCodeLibrary } from '@cucumber/cucumber/api';
import { loadConfiguration, loadSupport, runCucumber } from '@cucumber/cucumber/api';
import type { Envelope, Pickle } from '@cucumber/messages';
import { HarnessError } from './errors.ts';
import { patch, withLanes } from './patch.ts';
import { CHOOSE, type Choose } from './plug.ts';
import { sibling } from './sibling.ts';

export interface EngineOptions {
  /** Folder the paths of features are shown relative to. */
  cwd: string;
  /** Absolute paths of feature files. */
  paths: string[];
  /** Absolute path of the module that defines the steps. */
  steps: string;
  lanes: number;
  choose: Choose;
  onMessage?: (e: Envelope) => void;
  retry?: number;
  /** Handed to every world; plain data. */
  world?: Record<string, string>;
}

export interface EngineResult {
  success: boolean;
  /** Errors no scenario was running for: our own fault. */
  stray: Error[];
}

// A module of steps runs once in a process, so what it defined is kept and used again.
const libraries = new Map<string, Promise<ISupportCodeLibrary>>();

class Sink extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    if (this.text.length < 64 * 1024) this.text += chunk.toString();
    done();
  }
}

/** A copy of a pickle under an id of its own, so that one scenario can run in several cells. */
export function clone(p: IFilterablePickle, cell: string): IFilterablePickle {
  const pickle: Pickle = { ...p.pickle, id: `${p.pickle.id}#${cell}` };
  return { ...p, pickle };
}

/**
 * Runs scenarios in the embedded engine, `lanes` of them at once.
 * @throws HarnessError where the engine is not the pinned one or fails by itself.
 */
export async function runEngine(o: EngineOptions): Promise<EngineResult> {
  patch();
  const stderr = new Sink();
  const environment = { cwd: o.cwd, stdout: new Sink(), stderr };
  const { runConfiguration } = await loadConfiguration(
    {
      file: false,
      provided: {
        paths: o.paths,
        import: [o.steps],
        plugin: [sibling('./plug', import.meta.url)],
        format: [['summary', '/dev/null']],
        ...(o.retry ? { retry: o.retry } : {}),
        ...(o.world ? { worldParameters: o.world } : {}),
      },
    },
    environment,
  );
  let support = libraries.get(o.steps);
  if (!support) {
    support = loadSupport(runConfiguration, environment);
    libraries.set(o.steps, support);
  }
  const clones: Pickle[] = [];
  const choose: Choose = (all) => {
    const known = new Set(all.map((p) => p.pickle.id));
    const chosen = o.choose(all);
    clones.push(...chosen.map((p) => p.pickle).filter((p) => !known.has(p.id)));
    return chosen;
  };
  const specifiers = runConfiguration.plugins?.specifiers ?? [];
  const pluginOptions: NonNullable<IRunOptions['plugins']>['options'] = {};
  Object.assign(pluginOptions, { [CHOOSE]: { choose } });
  const options: IRunOptions = {
    ...runConfiguration,
    support: await support,
    formats: { stdout: 'summary', files: {}, publish: false, options: {} },
    plugins: { specifiers, options: pluginOptions },
  };
  const stray: Error[] = [];
  let finished: Envelope['testRunFinished'];
  const run = { lanes: o.lanes, clones, stray: (e: Error) => stray.push(e) };
  const result = await withLanes(run, () =>
    runCucumber(options, environment, (e) => {
      if (e.testRunFinished) finished = e.testRunFinished;
      o.onMessage?.(e);
    }),
  );
  if (!finished) throw new HarnessError(`the engine did not run: ${stderr.text.trim()}`);
  if (finished.exception) throw new HarnessError(`the engine failed: ${finished.exception.message ?? 'no message'}`);
  return { success: result.success, stray };
}
