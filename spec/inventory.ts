/** Reads one inventory file, `spec/rfc/<number>.yaml`, and checks every row of it. */
import { readFileSync } from 'node:fs';
import { readApplies } from './read-applies.ts';
import {
  type Applies,
  BASES,
  EXCUSES,
  type Excused,
  type Inventory,
  LEVELS,
  type Requirement,
  ROLES,
  type Role,
  type SentenceRef,
  UNTESTED,
} from './types.ts';
import { type Entry, parseYaml, SpecError } from './yaml-reader.ts';

const HASH = /^[0-9a-f]{12}$/;
const ID = /^rfc(\d+)-([0-9A-Z][0-9A-Za-z]*(?:\.[0-9A-Za-z]+)*)-[a-z0-9]+(?:-[a-z0-9]+)*$/;
const FILE_KEYS = [
  'rfc',
  'title',
  'complete',
  'document_only',
  'part',
  'defaults',
  'sentences',
  'requirements',
  'excused',
];
const ROW_KEYS = [
  'id',
  'section',
  'level',
  'basis',
  'role',
  'applies',
  'covers',
  'errata',
  'overruled_by',
  'untested',
  'asks',
];
/** Parts of the mail system that no scenario asks. */
const NEVER_ASKED: readonly Role[] = ['client', 'document', 'operator'];
const OVERRULER = /^rfc\d+-\S+$/;

/** Whether a scenario can ask the row: it binds a part of a server. */
export function isServerDuty(row: Pick<Requirement, 'role'>): boolean {
  return row.role.some((role) => !NEVER_ASKED.includes(role));
}

/** A row that a scenario could ask: it binds a server, stands, and wants nothing that no suite on the network can give. */
export function isTestable(row: Pick<Requirement, 'role' | 'untested' | 'overruled_by'>): boolean {
  const outOfReach = row.untested !== undefined && row.untested.why !== 'not-yet';
  return isServerDuty(row) && !outOfReach && row.overruled_by === undefined;
}

interface Defaults {
  role?: Role[];
  applies?: Applies;
}

function readHash(entry: Entry): string | undefined {
  if (typeof entry.scalar === 'number') {
    return entry.complain('a hash was read as a number: put it in quotes ("12e456789012")');
  }
  const text = entry.text('a hash');
  if (text === undefined || HASH.test(text)) return text;
  return entry.complain(`\`${text}\` is no sentence hash: 12 hex digits in lower case`);
}

function readSection(entry: Entry): string | undefined {
  if (typeof entry.scalar === 'number') {
    return entry.complain(`the section ${String(entry.scalar)} was read as a number: put it in quotes`);
  }
  return entry.text('`section`');
}

function readCovers(entry: Entry): SentenceRef[] {
  const refs: SentenceRef[] = [];
  for (const item of entry.items('`covers`') ?? []) {
    const fields = item.fields('an entry of `covers`', ['hash', 'nth', 'section']);
    if (fields === undefined) continue;
    const hash = fields.get('hash');
    if (hash === undefined) item.complain('an entry of `covers` needs a `hash`');
    const value = hash && readHash(hash);
    const nth = fields.get('nth')?.integer('`nth`', 1) ?? 1;
    const section = fields.get('section');
    const elsewhere = section && readSection(section);
    if (value !== undefined)
      refs.push({ hash: value, nth, ...(elsewhere === undefined ? {} : { section: elsewhere }) });
  }
  return refs;
}

function readRoles(entry: Entry): Role[] {
  const roles = (entry.items('`role`') ?? []).map((item) => item.oneOf('a role', ROLES)).filter((r) => r !== undefined);
  if (new Set(roles).size < roles.length) entry.complain('a role is listed twice: name each once');
  if (roles.length === 0) entry.complain(`\`role\` is empty: name at least one of ${ROLES.join(', ')}`);
  return roles;
}

function readUntested(entry: Entry): NonNullable<Requirement['untested']> | undefined {
  const fields = entry.fields('`untested`', ['why', 'reason']);
  if (fields === undefined) return undefined;
  const why = (fields.get('why') ?? entry).oneOf('`untested.why`', UNTESTED);
  const reason = fields.get('reason')?.text('`untested.reason`');
  if (!fields.has('reason')) entry.complain('`untested` needs a `reason`: what would a scenario need?');
  return why === undefined || reason === undefined ? undefined : { why, reason };
}

function needed(fields: Map<string, Entry>, key: string, row: Entry, hint: string): Entry | undefined {
  const entry = fields.get(key);
  if (entry === undefined) row.complain(`\`${key}\` is missing: ${hint}`);
  return entry;
}

/** Row id, section and RFC must agree. */
function checkId(row: Entry, id: string, section: string | undefined, rfc: number): void {
  const m = ID.exec(id);
  if (m === null) {
    row.complain(`\`${id}\` is no row id: write rfc<number>-<section>-<rule in lower case, words joined by ->`);
  } else if (Number(m[1]) !== rfc) {
    row.complain(`the id is of RFC ${m[1]}, the file of RFC ${rfc}: begin the id with rfc${rfc}-`);
  } else if (section !== undefined && m[2] !== section) {
    row.complain(`the id says section ${m[2]}, the row ${section}: begin the id with rfc${rfc}-${section}-`);
  }
}

function checkRow(row: Entry, r: Requirement): void {
  if (r.basis === 'keyword' && r.covers.length === 0) {
    row.complain('`basis: keyword` needs `covers`: name the sentence, or say where else the rule comes from');
  }
  if (r.basis !== 'keyword' && r.covers.length > 0) {
    row.complain(`only \`basis: keyword\` rows account for sentences: drop \`covers\` or the basis \`${r.basis}\``);
  }
  if (r.untested && r.role.length > 0 && !isServerDuty(r)) {
    row.complain('no scenario ever asks a row of client, document or operator: drop `untested`');
  }
  if (r.overruled_by !== undefined && !OVERRULER.test(r.overruled_by)) {
    row.complain(`\`overruled_by: ${r.overruled_by}\` must name the later text, such as rfc9325-4.1`);
  }
}

function readRow(item: Entry, rfc: number, defaults: Defaults): Requirement | undefined {
  const idEntry = item.pairs('a requirement')?.get('id');
  const id = idEntry?.text('`id`');
  if (id === undefined) return idEntry ? undefined : item.complain('a requirement needs an `id`');
  const row = item.named(id);
  const fields = row.fields('a requirement', ROW_KEYS);
  if (fields === undefined) return undefined;
  const section = needed(fields, 'section', row, 'the section of the RFC, in quotes');
  const level = needed(fields, 'level', row, `one of ${LEVELS.join(', ')}`)?.oneOf('`level`', LEVELS);
  const basis = needed(fields, 'basis', row, `one of ${BASES.join(', ')}`)?.oneOf('`basis`', BASES);
  const asks = needed(fields, 'asks', row, 'the rule in our own words')?.text('`asks`');
  const roles = fields.get('role');
  const role = roles ? readRoles(roles) : defaults.role;
  if (role === undefined) row.complain('`role` is missing: the part of the mail system it binds');
  const when = fields.get('applies');
  const applies = when ? readApplies(when) : defaults.applies;
  if (when === undefined && applies === undefined) row.complain('`applies` is missing: { service: … } at least');
  const untested = fields.get('untested');
  const why = untested && readUntested(untested);
  const overruled = fields.get('overruled_by')?.text('`overruled_by`');
  const number = section && readSection(section);
  checkId(row, id, number, rfc);
  const made: Requirement = {
    id,
    rfc,
    section: number ?? '',
    level: level ?? 'MUST',
    basis: basis ?? 'prose',
    role: role ?? [],
    applies: applies ?? { any: [] },
    covers: fields.has('covers') ? readCovers(fields.get('covers')!) : [],
    errata: (fields.get('errata')?.items('`errata`') ?? []).flatMap((e) => e.integer('an erratum', 1) ?? []),
    ...(overruled === undefined ? {} : { overruled_by: overruled }),
    ...(why === undefined ? {} : { untested: why }),
    asks: asks ?? '',
    at: { file: item.source.file, line: item.line },
  };
  if (basis !== undefined) checkRow(row, made);
  return made;
}

function readExcused(item: Entry): Excused | undefined {
  const fields = item.fields('an entry of `excused`', ['covers', 'why', 'id', 'note']);
  if (fields === undefined) return undefined;
  const covers = fields.has('covers') ? readCovers(fields.get('covers')!) : [];
  if (covers.length === 0) item.complain('an excuse needs `covers`: the sentences it is for');
  const why = needed(fields, 'why', item, `one of ${EXCUSES.join(', ')}`)?.oneOf('`why`', EXCUSES);
  const id = fields.get('id')?.text('`id`');
  const note = fields.get('note')?.text('`note`');
  if (why === 'repeats' && id === undefined)
    item.complain('`why: repeats` needs the `id` of the row that says the same');
  if (why === undefined) return undefined;
  return { covers, why, ...(id === undefined ? {} : { id }), ...(note === undefined ? {} : { note }) };
}

function readComplete(entry: Entry): boolean | string[] {
  if (typeof entry.scalar === 'boolean') return entry.scalar;
  return readSections(entry, '`complete` (true, false, or a list of sections)');
}

function readSections(entry: Entry, what: string): string[] {
  return (entry.items(what) ?? []).map(readSection).filter((section) => section !== undefined);
}

function readSentences(entry: Entry): Record<string, string[]> {
  const sections = [...(entry.pairs('`sentences`') ?? [])];
  return Object.fromEntries(
    sections.map(([section, list]) => [
      section,
      (list.items(`the sentences of ${section}`) ?? []).map(readHash).filter((hash) => hash !== undefined),
    ]),
  );
}

function readDefaults(entry: Entry | undefined): Defaults {
  const fields = entry?.fields('`defaults`', ['role', 'applies']);
  const role = fields?.get('role');
  const applies = fields?.get('applies');
  const when = applies && readApplies(applies);
  return { ...(role ? { role: readRoles(role) } : {}), ...(when ? { applies: when } : {}) };
}

function checkUnique(rows: readonly Requirement[], item: Entry): void {
  const first = new Map<string, Requirement>();
  for (const row of rows) {
    const earlier = first.get(row.id);
    const message = `the id stands in line ${earlier?.at.line ?? 0} already: ids are unique`;
    if (earlier) item.source.problems.push({ file: row.at.file, line: row.at.line, id: row.id, message });
    else first.set(row.id, row);
  }
}

/**
 * Reads an inventory from text.
 *
 * @param file its name, for messages
 * @throws SpecError with every fault found
 */
export function parseInventory(file: string, content: string): Inventory {
  const { top, problems } = parseYaml(file, content);
  if (problems.length > 0) throw new SpecError(problems);
  const fields = top.fields('an inventory', FILE_KEYS) ?? new Map<string, Entry>();
  const rfc = needed(fields, 'rfc', top, 'the number of the RFC')?.integer('`rfc`', 1) ?? 0;
  const title = needed(fields, 'title', top, 'the title of the RFC')?.text('`title`') ?? '';
  const complete = needed(fields, 'complete', top, 'true, false, or a list of sections');
  const defaults = readDefaults(fields.get('defaults'));
  const sentences = needed(fields, 'sentences', top, 'the list that sentencesYaml of spec/scaffold.ts prints');
  const rows = fields.get('requirements')?.items('`requirements`') ?? [];
  const requirements = rows.map((item) => readRow(item, rfc, defaults)).filter((row) => row !== undefined);
  checkUnique(requirements, top);
  const excused = (fields.get('excused')?.items('`excused`') ?? []).map(readExcused).filter((e) => e !== undefined);
  const documentOnly = fields.get('document_only');
  if (documentOnly && documentOnly.scalar !== true) documentOnly.complain('`document_only` is true, or left out');
  const part = fields.get('part');
  const inventory: Inventory = {
    rfc,
    title,
    complete: complete ? readComplete(complete) : false,
    ...(documentOnly ? { document_only: true } : {}),
    ...(part ? { part: readSections(part, '`part` (a list of sections)') } : {}),
    sentences: sentences ? readSentences(sentences) : {},
    requirements,
    excused,
    file,
  };
  if (problems.length > 0) throw new SpecError(problems);
  return inventory;
}

/**
 * Reads an inventory file.
 *
 * @param file path
 * @param shown how messages name it; the path itself where left out
 * @throws SpecError with every fault found
 */
export function loadInventory(file: string, shown = file): Inventory {
  return parseInventory(shown, readFileSync(file, 'utf8'));
}
