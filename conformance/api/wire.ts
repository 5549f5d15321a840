/** `mailspec/wire`: a mail client without a mail library, which keeps every octet, and the framing of both directions as pure functions. */
export { SERVICES, type Service } from '../../spec/types.ts';
export {
  bdatOctets,
  type ClientFraming,
  clientFraming,
  flushClient,
  frameClient,
  heardByClient,
  holdsLine,
  nextClientUnit,
} from '../wire/client-framing.ts';
export { dial, framingOf } from '../wire/connection.ts';
export { frameServer, leftOver, type ServerFraming, serverFraming } from '../wire/framing.ts';
export { within } from '../wire/inbox.ts';
export { LIMITS } from '../wire/limits.ts';
export { createTranscript, fromNdjson, toNdjson, visible, visibleTranscript } from '../wire/transcript.ts';
export {
  type ClientUnit,
  type Connection,
  type Cut,
  type Deadline,
  DeadlinePassed,
  DialFailed,
  type DialOptions,
  type Endpoint,
  type Entry,
  type Framing,
  type ServerUnit,
  type ServerUnitKind,
  type TlsAsk,
  type TlsFacts,
  TlsFailed,
  type Transcript,
} from '../wire/types.ts';
