/** A body part of a report, or the report itself: fields unfolded, names in lower case. */
export interface Entity {
  fields: Map<string, string>;
  /** Media type in lower case. */
  type: string;
  body: string;
}

/** What a report says, read without any help of what wrote it. */
export interface Parsed extends Entity {
  parts: Entity[];
  /** Groups of the status part: the message, then each recipient. */
  groups: Map<string, string>[];
}

function fieldsOf(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  let last = '';
  for (const line of text.split('\r\n')) {
    if (line === '') continue;
    if (line.startsWith(' ') || line.startsWith('\t')) {
      fields.set(last, `${fields.get(last)} ${line.trim()}`);
      continue;
    }
    const colon = line.indexOf(':');
    if (colon < 1) throw new Error(`no field: ${line}`);
    last = line.slice(0, colon).toLowerCase();
    if (fields.has(last)) throw new Error(`twice: ${last}`);
    fields.set(last, line.slice(colon + 1).trim());
  }
  return fields;
}

function entity(text: string): Entity {
  const end = text.startsWith('\r\n') ? 0 : text.indexOf('\r\n\r\n') + 2;
  if (end === 1) throw new Error('no empty line');
  const fields = fieldsOf(text.slice(0, end));
  return { fields, type: fields.get('content-type')?.split(';')[0]?.toLowerCase() ?? '', body: text.slice(end + 2) };
}

/** @param report as UTF-8 text */
export function parseReport(report: string): Parsed {
  const top = entity(report);
  const boundary = top.fields.get('content-type')?.split('boundary="')[1]?.split('"')[0];
  if (boundary === undefined) throw new Error('no boundary');
  const pieces = `\r\n${top.body}`.split(`\r\n--${boundary}`);
  if (pieces.at(-1) !== '--\r\n') throw new Error('no end');
  const parts = pieces.slice(1, -1).map((p) => entity(p.slice(2)));
  const groups = (parts[1]?.body ?? '').split('\r\n\r\n').map(fieldsOf);
  return { ...top, parts, groups };
}
