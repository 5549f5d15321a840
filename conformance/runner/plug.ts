import type { IFilterablePickle, Plugin } from '@cucumber/cucumber/api';

/** Decides what runs: takes all pickles of the features, returns those to run, clones among them. */
export type Choose = (all: readonly IFilterablePickle[]) => IFilterablePickle[];

/** The engine hands plugin options through by reference, so that a function can travel in them. */
export const CHOOSE = 'mailspec';

const plugin: Plugin<{ choose?: Choose }> = {
  type: 'plugin',
  optionsKey: CHOOSE,
  coordinator({ transform, options }) {
    const { choose } = options;
    if (choose) transform('pickles:filter', (all) => choose(all));
  },
};

export default plugin;
