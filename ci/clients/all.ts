import { aercClient } from './aerc.ts';
import { alpineClient } from './alpine.ts';
import { curlClient } from './curl.ts';
import { fetchmailClient } from './fetchmail.ts';
import { getmailClient } from './getmail.ts';
import { imapfilterClient } from './imapfilter.ts';
import { imapflowClient } from './imapflow.ts';
import { imaplibClient } from './imaplib.ts';
import { interimapClient } from './interimap.ts';
import type { Client } from './kit/client.ts';
import { mailImapClient } from './mail-imapclient.ts';
import { mailparserClient } from './mailparser.ts';
import { mbsyncClient } from './mbsync.ts';
import { mpopClient } from './mpop.ts';
import { msmtpClient } from './msmtp.ts';
import { muttClient } from './mutt.ts';
import { neomuttClient } from './neomutt.ts';
import { netImapSimpleClient } from './net-imap-simple.ts';
import { netPop3Client } from './net-pop3.ts';
import { netSmtpClient } from './net-smtp.ts';
import { nodemailerClient } from './nodemailer.ts';
import { offlineimapClient } from './offlineimap.ts';
import { opensslClient } from './openssl.ts';
import { poplibClient } from './poplib.ts';
import { rubyClient } from './ruby.ts';
import { sNailClient } from './s-nail.ts';
import { smtpSourceClient } from './smtp-source.ts';
import { smtplibClient } from './smtplib.ts';
import { swaksClient } from './swaks.ts';

/** Every client, those that take longest first. */
export const clients: readonly Client[] = [
  mbsyncClient,
  offlineimapClient,
  imaplibClient,
  alpineClient,
  aercClient,
  sNailClient,
  neomuttClient,
  muttClient,
  mailparserClient,
  nodemailerClient,
  imapflowClient,
  rubyClient,
  netImapSimpleClient,
  mailImapClient,
  fetchmailClient,
  getmailClient,
  curlClient,
  imapfilterClient,
  interimapClient,
  mpopClient,
  msmtpClient,
  netPop3Client,
  netSmtpClient,
  opensslClient,
  poplibClient,
  smtpSourceClient,
  smtplibClient,
  swaksClient,
];
