import { curlClient } from './curl.ts';
import type { Client } from './kit/types.ts';
import { msmtpClient } from './msmtp.ts';
import { netSmtpClient } from './net-smtp.ts';
import { opensslClient } from './openssl.ts';
import { smtpSourceClient } from './smtp-source.ts';
import { smtplibClient } from './smtplib.ts';
import { swaksClient } from './swaks.ts';

/** Every client, those that take longest first. */
export const clients: readonly Client[] = [
  opensslClient,
  curlClient,
  swaksClient,
  smtpSourceClient,
  msmtpClient,
  smtplibClient,
  netSmtpClient,
];
