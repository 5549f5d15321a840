import fc from 'fast-check';

/** Characters that RFC 6531 3.3 adds. */
const international = fc.stringMatching(/^[a-zß-öα-ω一-丏😀-😏]{1,6}$/u);
const atom = fc.oneof(fc.stringMatching(/^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,12}$/), international);
const dotString = fc.array(atom, { minLength: 1, maxLength: 3 }).map((a) => a.join('.'));
const quotedString = fc.stringMatching(/^(?:[ !#-[\]-~]|\\[ -~]){0,12}$/).map((s) => `"${s}"`);
const localPart = fc.oneof(dotString, quotedString);
const label = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,8}[A-Za-z0-9])?$/),
  fc.stringMatching(/^[a-zß-öα-ω一-丏]{1,6}$/),
);
const domain = fc.array(label, { minLength: 1, maxLength: 4 }).map((a) => a.join('.'));
const literal = fc.oneof(
  fc.ipV4().map((a) => `[${a}]`),
  fc.ipV6().map((a) => `[IPv6:${a}]`),
  fc.constant('[x-tag:content]'),
);
const mailbox = fc.tuple(localPart, fc.oneof(domain, literal)).map(([l, d]) => `${l}@${d}`);
const route = fc
  .array(domain, { maxLength: 3 })
  .map((a) => (a.length === 0 ? '' : `${a.map((d) => `@${d}`).join(',')}:`));
const path = fc.tuple(route, mailbox).map(([r, m]) => `<${r}${m}>`);
const parameter = fc
  .tuple(
    fc.constantFrom('SIZE', 'BODY', 'AUTH', 'RET', 'ENVID', 'NOTIFY', 'ORCPT', 'SMTPUTF8', 'X-1'),
    fc.option(fc.oneof(fc.stringMatching(/^[!-<>-~]{1,12}$/), international)),
  )
  .map(([k, v]) => ` ${k}${v === null ? '' : `=${v}`}`);
const parameters = fc.array(parameter, { maxLength: 3 }).map((a) => a.join(''));
const anyCase = (word: string): fc.Arbitrary<string> => fc.mixedCase(fc.constant(word));

/** Command lines as RFC 5321 section 4.1 and its extensions write them, without CRLF; UTF-8 where RFC 6531 has it. */
export const smtpCommandLine: fc.Arbitrary<string> = fc.oneof(
  fc.tuple(fc.constantFrom('EHLO', 'HELO', 'LHLO'), fc.oneof(domain, literal)).map((a) => a.join(' ')),
  fc.tuple(anyCase('MAIL FROM:'), fc.oneof(path, fc.constant('<>')), parameters).map((a) => a.join('')),
  fc.tuple(anyCase('RCPT TO:'), fc.oneof(path, fc.constant('<Postmaster>')), parameters).map((a) => a.join('')),
  fc.tuple(fc.constantFrom('AUTH PLAIN', 'AUTH LOGIN'), fc.constantFrom('', ' =', ' AGEAYg==')).map((a) => a.join('')),
  fc.tuple(fc.nat(), fc.constantFrom('', ' LAST', ' last')).map(([n, last]) => `BDAT ${n}${last}`),
  fc
    .tuple(
      fc.constantFrom('VRFY', 'EXPN'),
      fc.oneof(mailbox, path, quotedString, atom),
      fc.constantFrom('', ' SMTPUTF8'),
    )
    .map(([verb, name, utf8]) => `${verb} ${name}${utf8}`),
  fc
    .tuple(fc.constantFrom('NOOP', 'RSET', 'DATA', 'QUIT', 'HELP', 'STARTTLS'), fc.constantFrom('', ' x'))
    .map((a) => a.join('')),
);
