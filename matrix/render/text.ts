import type { RunRecord } from '../record.ts';

type RequirementResult = RunRecord['requirements'][number];
type ScenarioResult = RunRecord['scenarios'][number];

/** Text that is safe in HTML and in attribute values, its control characters visible. */
export function escapeHtml(text: string): string {
  return visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ['\r', '\\r'],
  ['\0', '\\0'],
]);

/** Control characters other than tab and line feed as dialogues write them: `\r`, `\0`, `\x1b`. */
export function visible(text: string): string {
  return text.replace(
    /[\0-\x08\x0b-\x1f\x7f]/g,
    (c) => NAMED.get(c) ?? `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

/** Characters that XML 1.0 cannot hold, even escaped, are taken out. */
export function stripForXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '')
    .replace(/[\x7f-\x9f]/g, '');
}

export function escapeXml(text: string): string {
  return stripForXml(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

/** The section in the RFC Editor's HTML. Sections without a number (appendices, ABNF names) link to the text as a whole. */
export function rfcLink(rfc: number, section: string): string {
  const page = `https://www.rfc-editor.org/rfc/rfc${rfc}`;
  if (/^\d+(\.\d+)*$/.test(section)) return `${page}#section-${section}`;
  if (/^[A-Z](\.\d+)*$/.test(section)) return `${page}#appendix-${section}`;
  return page;
}

/** Name, version and variant of what was asked. */
export function targetName(record: RunRecord): string {
  const { name, version, variant } = record.target;
  return [name, version, variant === undefined ? undefined : `(${variant})`].filter((x) => x).join(' ');
}

/** The scenarios of a row, in the row's order. */
export function scenariosOf(byId: ReadonlyMap<string, ScenarioResult>, row: RequirementResult): ScenarioResult[] {
  return row.scenarios.map((id) => byId.get(id)).filter((s) => s !== undefined);
}

export function scenariosById(record: RunRecord): Map<string, ScenarioResult> {
  return new Map(record.scenarios.map((s) => [s.id, s]));
}
