/** The audit: is every normative sentence accounted for, once, and does every row point at something that is there? */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isTestable } from './inventory.ts';
import { ledgerProblems } from './ledger.ts';
import { readText } from './pages.ts';
import { profileProblems } from './profiles.ts';
import { extract, type Sentence, sectionsOf, sentencesBySection } from './sentences.ts';
import type { Excuse, Inventory, SentenceRef, Spec } from './types.ts';
import type { Problem } from './yaml-reader.ts';

/** A sentence that neither a row nor an excuse accounts for. */
export interface OpenSentence {
  rfc: number;
  section: string;
  hash: string;
  nth: number;
  /** The text of it, where the RFC is at hand. */
  text?: string;
  line?: number;
}

export interface Audit {
  /** Faults: the audit has failed where there is one. */
  problems: Problem[];
  /** Sentences still to be read, in sections that do not claim to be complete. */
  open: OpenSentence[];
  /** RFCs whose lists were compared with their texts. */
  compared: number[];
}

/** What accounts for a sentence. */
export interface Account {
  rows: string[];
  excuses: number;
}

/** The name of a sentence within its RFC. */
export const sentenceKey = (section: string, hash: string, nth: number): string => `${section} ${hash} ${nth}`;

/** Sections in the order of a text: numbers by value, 4.10 behind 4.9, letters and titles behind numbers. */
export function compareSections(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

/** All sentences of an inventory, each with its number of occurrence in its section. */
export function sentencesOf(inventory: Inventory): { section: string; hash: string; nth: number }[] {
  const sections = Object.entries(inventory.sentences).sort(([a], [b]) => compareSections(a, b));
  return sections.flatMap(([section, hashes]) => {
    const times = new Map<string, number>();
    return hashes.map((hash) => {
      const nth = (times.get(hash) ?? 0) + 1;
      times.set(hash, nth);
      return { section, hash, nth };
    });
  });
}

/** Whether a section is among those the inventory claims to have read wholly. */
export function isStrict(complete: Inventory['complete'], section: string): boolean {
  if (typeof complete === 'boolean') return complete;
  return complete.some((part) => section === part || section.startsWith(`${part}.`));
}

/** Excuses have no section of their own: the sentence stands where its hash does, if that is one place. */
function sectionOfExcuse(inventory: Inventory, ref: SentenceRef): string | undefined {
  if (ref.section !== undefined) return ref.section;
  const places = Object.entries(inventory.sentences).filter(([, hashes]) => hashes.includes(ref.hash));
  return places.length === 1 ? places[0]![0] : undefined;
}

/**
 * Who accounts for each sentence of an inventory.
 *
 * @returns accounts by `sentenceKey`, and the references that lead nowhere
 */
export function accountsOf(inventory: Inventory): { accounts: Map<string, Account>; problems: Problem[] } {
  const accounts = new Map<string, Account>();
  for (const { section, hash, nth } of sentencesOf(inventory)) {
    accounts.set(sentenceKey(section, hash, nth), { rows: [], excuses: 0 });
  }
  const problems: Problem[] = [];
  for (const row of inventory.requirements) {
    for (const ref of row.covers) {
      const section = ref.section ?? row.section;
      const account = accounts.get(sentenceKey(section, ref.hash, ref.nth));
      const message = `there is no sentence ${ref.hash} (occurrence ${ref.nth}) in section ${section}: mend the hash, or name the \`section\` it stands in`;
      if (account) account.rows.push(row.id);
      else problems.push({ ...row.at, id: row.id, message });
    }
  }
  for (const excused of inventory.excused) {
    for (const ref of excused.covers) {
      const section = sectionOfExcuse(inventory, ref);
      const account = accounts.get(sentenceKey(section ?? '', ref.hash, ref.nth));
      const message =
        section === undefined
          ? `the excused sentence ${ref.hash} stands in no section, or in several: name its \`section\``
          : `there is no sentence ${ref.hash} (occurrence ${ref.nth}) in section ${section}: mend the excuse`;
      if (account) account.excuses++;
      else problems.push({ file: inventory.file, line: 1, message });
    }
  }
  return { accounts, problems };
}

function accountProblems(file: string, name: string, { rows, excuses }: Account): Problem[] {
  const complaint = (message: string): Problem[] => [{ file, line: 1, message: `the sentence ${name} ${message}` }];
  if (excuses > 1) return complaint('is excused more than once: once is enough');
  if (excuses > 0 && rows.length > 0)
    return complaint(`is excused, and covered by ${rows.join(', ')}: one or the other`);
  return [];
}

/** An RFC of which nothing can be asked must say so. */
function documentProblems({ file, document_only, requirements }: Inventory): Problem[] {
  const testable = requirements.some(isTestable);
  if (testable === (document_only !== true)) return [];
  const message = testable
    ? 'the inventory is `document_only` and has testable rows: drop one or the other'
    : 'the inventory has no testable row: write one, or say `document_only: true`';
  return [{ file, line: 1, message }];
}

function auditInventory(inventory: Inventory, spec: Spec): { problems: Problem[]; open: OpenSentence[] } {
  const { accounts, problems } = accountsOf(inventory);
  const open: OpenSentence[] = [];
  const { file, rfc, complete } = inventory;
  for (const { section, hash, nth } of sentencesOf(inventory)) {
    const account = accounts.get(sentenceKey(section, hash, nth))!;
    const name = `${hash} (occurrence ${nth} in section ${section})`;
    problems.push(...accountProblems(file, name, account));
    if (account.rows.length > 0 || account.excuses > 0) continue;
    if (isStrict(complete, section)) {
      const message = `the sentence ${name} is neither covered nor excused, and the section claims to be complete`;
      problems.push({ file, line: 1, message });
    } else open.push({ rfc, section, hash, nth });
  }
  problems.push(...documentProblems(inventory));
  for (const { id, why } of inventory.excused) {
    if (id === undefined || spec.byId.has(id)) continue;
    problems.push({ file, line: 1, id, message: `the excuse \`${why}\` names a row that no inventory holds` });
  }
  return { problems, open };
}

/** Numbers of the RFCs that a folder holds, with their files. */
export function textsIn(dir: string): Map<number, string> {
  const names = readdirSync(dir).flatMap((name) => {
    const m = /^rfc(\d+)\.txt$/.exec(name);
    return m ? [[Number(m[1]), join(dir, name)] as const] : [];
  });
  return new Map(names);
}

function sectionProblems(inventory: Inventory, sections: ReadonlySet<string>): Problem[] {
  return inventory.requirements
    .filter((row) => !sections.has(row.section))
    .map((row) => ({
      ...row.at,
      id: row.id,
      message: `RFC ${row.rfc} has no section ${row.section}: mend the section`,
    }));
}

/** The lists of an inventory against the text of its RFC. */
function compare(inventory: Inventory, text: string): Problem[] {
  const sentences = extract(text, inventory.rfc);
  const { file, part } = inventory;
  const expected = sentencesBySection(sentences.filter((s) => part === undefined || isStrict(part, s.section)));
  const problems = [...sectionProblems(inventory, sectionsOf(text)), ...listProblems(inventory, sentences)];
  for (const section of new Set([...Object.keys(expected), ...Object.keys(inventory.sentences)])) {
    const ours = inventory.sentences[section] ?? [];
    const theirs = expected[section] ?? [];
    const missing = theirs.filter((hash) => !ours.includes(hash));
    const stale = ours.filter((hash) => !theirs.includes(hash));
    const differ = ours.length !== theirs.length || ours.some((hash, i) => hash !== theirs[i]);
    if (!differ) continue;
    const detail = [
      ...missing.map((hash) => `${hash} is missing`),
      ...stale.map((hash) => `${hash} is stale`),
      ...(missing.length + stale.length === 0 ? ['the order or the number of repeats differs'] : []),
    ].join(', ');
    const message = `\`sentences\` of section ${section} are not those of the text (${detail}): print the list anew`;
    problems.push({ file, line: 1, message });
  }
  return problems;
}

/** Excuses under which the list after an open sentence still needs a word. */
const NEEDS_NOTE: readonly Excuse[] = ['document', 'operator', 'not-observable'];

/** A sentence that ends in a list says little alone: where it is excused, the excuse must say where its items are. */
function listProblems(inventory: Inventory, sentences: readonly Sentence[]): Problem[] {
  const listed = new Set(sentences.filter((s) => s.open && s.context !== 'table').map((s) => s.hash));
  return inventory.excused
    .filter((e) => e.note === undefined && NEEDS_NOTE.includes(e.why))
    .flatMap((e) => e.covers.filter((ref) => listed.has(ref.hash)))
    .map(({ hash }) => ({
      file: inventory.file,
      line: 1,
      message: `the sentence ${hash} goes on in a list, and its excuse has no \`note\` that says where the items are`,
    }));
}

/** Adds text and line to open sentences. */
function withTexts(open: readonly OpenSentence[], text: string, rfc: number): OpenSentence[] {
  const times = new Map<string, number>();
  const found = new Map<string, { text: string; line: number }>();
  for (const sentence of extract(text, rfc)) {
    const place = `${sentence.section} ${sentence.hash}`;
    const nth = (times.get(place) ?? 0) + 1;
    times.set(place, nth);
    found.set(sentenceKey(sentence.section, sentence.hash, nth), { text: sentence.text, line: sentence.line });
  }
  return open.map((one) => ({ ...one, ...found.get(sentenceKey(one.section, one.hash, one.nth)) }));
}

/**
 * Audits the inventories; strict in sections that claim to be complete.
 *
 * @param rfcDir folder of RFC texts (`rfcNNNN.txt`) to compare the lists with; left out, the lists are taken as they stand
 */
export function auditSpec(spec: Spec, rfcDir?: string): Audit {
  const texts = rfcDir === undefined ? new Map<number, string>() : textsIn(rfcDir);
  const audit: Audit = { problems: [], open: [], compared: [] };
  for (const inventory of spec.inventories) {
    const { problems, open } = auditInventory(inventory, spec);
    const path = texts.get(inventory.rfc);
    const text = path === undefined ? undefined : readText(path);
    audit.problems.push(...problems, ...(text === undefined ? [] : compare(inventory, text)));
    audit.open.push(...(text === undefined ? open : withTexts(open, text, inventory.rfc)));
    if (text !== undefined) audit.compared.push(inventory.rfc);
    if (text === undefined && rfcDir !== undefined) {
      const message = `the folder of texts has no rfc${inventory.rfc}.txt: the lists could not be compared`;
      audit.problems.push({ file: inventory.file, line: 1, message });
    }
  }
  audit.problems.push(...profileProblems(spec.profiles, spec.byId), ...ledgerProblems(spec.ledger, spec.byId));
  return audit;
}

/** The audit in prose, for a terminal. */
export function renderAudit(audit: Audit): string {
  const bySection = Map.groupBy(audit.open, ({ rfc, section }) => `RFC ${rfc} section ${section}`);
  const open = [...bySection].map(([place, sentences]) => `  ${place}: ${sentences.length}`);
  const faults = audit.problems.map(
    ({ file, line, id, message }) => `${[`${file}:${line}`, id, message].filter(Boolean).join(': ')}`,
  );
  return [
    ...faults,
    ...(open.length > 0 ? [`${audit.open.length} sentences still open:`, ...open] : []),
    `${audit.problems.length} faults; ${audit.compared.length} inventories compared with their texts`,
  ].join('\n');
}
