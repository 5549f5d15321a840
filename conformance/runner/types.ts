import type { Service } from '../../spec/types.ts';
import type { MutantId } from '../mutants/types.ts';
import type { Cut, Transport } from '../wire/types.ts';

/** The same scenario over a differently dressed connection. Results are keyed scenario × cell. */
export interface Cell {
  transport: Transport;
  cut: Cut;
  service: Service;
  /** Absent: the real server. */
  mutant?: MutantId;
}
