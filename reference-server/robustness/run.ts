import { main } from '../cli.ts';

/** The program alone, as the tests of this folder start it. */
process.exitCode = await main(process.argv.slice(2));
