import { m, rewriteBody } from './kit.ts';
import { reported, seen } from './reports.ts';
import { rewriteTrace } from './trace.ts';
import type { Mutant } from './types.ts';

/** A server that carries UTF-8 header fields otherwise than RFC 6532 has it. */
export const mutants: Mutant[] = [
  m('rfc6532-3.2-header-in-utf-8-carried', 'composes what was sent decomposed', [
    rewriteBody((body) => body.replace(/e\xcc\x81/g, '\xc3\xa9')),
  ]),
  m('rfc6532-3.2-part-header-in-utf-8-carried', 'writes underscores into names of files', [
    rewriteBody((body) => body.replace(/(filename=")[\x80-\xff]+/g, '$1__')),
  ]),
  m(
    'rfc6532-3.2-for-clause-in-utf-8',
    'writes recipients in UTF-8 without their domain',
    rewriteTrace(/(\bfor <[^>@]*)@[^>]*>/, '$1>'),
    seen,
  ),
  m('rfc6532-3.5-encoded-global-part-carried', 'takes the encoding off a message/global', [
    rewriteBody((body) => body.replace(/Content-Transfer-Encoding: base64/i, 'Content-Transfer-Encoding: 8bit')),
  ]),
  m('rfc6532-3.6-encoded-words-stay-valid', 'decodes words in place', [
    rewriteBody((body) => body.replace(/=\?UTF-8\?Q\?[^?]*\?=/i, '\xce\xb4, <x@example.org>')),
  ]),
  m(
    'rfc6532-3.7-global-part-in-eight-bits',
    'encodes what it gives back',
    reported((r) => r.replace(/^Subject: .*[\x80-\xff].*$/im, 'Subject: =CE=B4')),
    seen,
  ),
  m('rfc6532-4-line-of-998-octets-carried', 'cuts lines at 900 octets', [
    rewriteBody((body) => body.replace(/^(X-Long: .{892}).*$/m, '$1')),
  ]),
];
