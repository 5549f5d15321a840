/** How strong a requirement is; ours where the text has no keyword (see `basis`). */
export const LEVELS = ['MUST', 'MUST NOT', 'SHOULD', 'SHOULD NOT', 'MAY'] as const;
export type Level = (typeof LEVELS)[number];

/** Where a requirement comes from. Only `keyword` rows account for sentence hashes. */
export const BASES = ['keyword', 'table', 'grammar', 'state', 'prose'] as const;
export type Basis = (typeof BASES)[number];

/** The parts of a server a row binds; `client`, `document` and `operator` never have scenarios. */
export const ROLES = [
  'delivery',
  'relay',
  'submission',
  'lmtp',
  'imap',
  'pop3',
  'client',
  'document',
  'operator',
] as const;
export type Role = (typeof ROLES)[number];

/** Services a target may offer. Implicit TLS is an endpoint of the same service, not a service of its own. */
export const SERVICES = ['smtp', 'submission', 'lmtp', 'imap', 'pop3'] as const;
export type Service = (typeof SERVICES)[number];

/** Why a row has no scenario. `not-yet` is the suite's debt; the others say what the scenario would need. */
export const UNTESTED = ['timing', 'outbound', 'dns', 'disk', 'not-yet'] as const;
export type UntestedWhy = (typeof UNTESTED)[number];

/** Why a sentence has no row. */
export const EXCUSES = ['client', 'document', 'operator', 'not-observable', 'repeats'] as const;
export type Excuse = (typeof EXCUSES)[number];

/** One facet of the situation a scenario runs in. Exactly one key. */
export type AppliesLeaf =
  | { service: Service }
  | { revision: 'imap4rev1' | 'imap4rev2' }
  | { enabled: string }
  /** A keyword of EHLO, CAPABILITY or CAPA, upper case: `PIPELINING`, `AUTH=PLAIN`, `AUTH` (with or without parameters). */
  | { capability: string }
  | { state: string }
  | { tls: boolean }
  | { auth: boolean }
  /** A knob the site states in its target file: `{ policy: vrfy }` holds where `policy.vrfy` is true. */
  | { policy: string };

export type Applies = AppliesLeaf | { any: Applies[] } | { all: Applies[] } | { not: Applies };

/** A sentence of an RFC, as the extractor numbers it: (RFC, section, hash, nth occurrence in the section). */
export interface SentenceRef {
  /** First 12 hex digits of SHA-256 over the lower-cased, space-normalised sentence. */
  hash: string;
  /** 1-based occurrence of that hash in its section. */
  nth: number;
  /** Only where the sentence stands in another section than the row. */
  section?: string;
}

export interface Requirement {
  /** Stable slug `rfcNNNN-SECTION-rule`: Gherkin tag, code comment and mutant carry the same. Never renumbered. */
  id: string;
  rfc: number;
  section: string;
  level: Level;
  basis: Basis;
  role: Role[];
  applies: Applies;
  covers: SentenceRef[];
  errata: number[];
  /** Id or text (`rfc9325-4.1`) of the later requirement that forbids or relaxes this one: shown, never scored. */
  overruled_by?: string;
  untested?: { why: UntestedWhy; reason: string };
  /** The rule in our own words. */
  asks: string;
  /** Where the row stands, for error messages. */
  at: { file: string; line: number };
}

export interface Excused {
  covers: SentenceRef[];
  why: Excuse;
  /** The row that says the same, for `repeats`. */
  id?: string;
  /** One line for the reader. */
  note?: string;
}

export interface Inventory {
  rfc: number;
  title: string;
  /** `true`: the audit is strict everywhere; a list: strict in these sections and all below them. */
  complete: boolean | string[];
  /** The RFC holds nothing that a scenario could ask; without this the audit wants at least one testable row. */
  document_only?: true;
  /** The sections that are about mail, with all below them, where the text is about more: only their sentences are listed. */
  part?: string[];
  /** Every normative sentence by section, in order of the text; a repeat is listed again. */
  sentences: Record<string, string[]>;
  requirements: Requirement[];
  excused: Excused[];
  file: string;
}

export interface Profile {
  name: string;
  title: string;
  /** Ids that count. A trailing `*` takes all ids with that prefix at load time (only while `released` is absent). */
  includes: string[];
  /** Capabilities that must be announced: a missing one fails its row, and what depends on it is blocked. */
  requires: { service: Service; capability: string; row: string }[];
  released?: string;
}

/** A scored ruling (every accepted outcome listed) or an open dispute (unscored, expiring). */
export interface Interpretation {
  id: number;
  kind: 'ruling' | 'open';
  title: string;
  rows: string[];
  accepted: string[];
  rejected: string[];
  sources: string[];
  expires?: string;
}

export interface Spec {
  inventories: Inventory[];
  byId: ReadonlyMap<string, Requirement>;
  profiles: Profile[];
  ledger: Interpretation[];
}
