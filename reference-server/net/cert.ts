import { X509Certificate } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { Config } from '../config.ts';
import { makeFolder } from '../folder.ts';

/** RFC 8996: nothing older is spoken. */
const OLDEST = 'TLSv1.2';
const DAY_MS = 24 * 60 * 60 * 1000;
/** As long as clients take a leaf for. */
const VALID_DAYS = 825;
/** A made certificate that ends sooner is made anew at start. */
const RENEW_DAYS = 14;

export interface ServerTls {
  context: SecureContext;
  /** File of the certificate clients can trust, where we made it. */
  ca?: string;
}

/**
 * The certificate that was configured, or one made once under `dataDir/tls`: an authority for this server alone and a leaf for
 * its host name, `localhost` and the loopback addresses.
 * @throws Error that names the file which cannot be read, written or used
 */
export async function serverTls(config: Pick<Config, 'tls' | 'dataDir' | 'hostname' | 'domain'>): Promise<ServerTls> {
  const { cert, key } = config.tls;
  if (cert !== undefined && key !== undefined) return { context: await load(cert, key) };
  const folder = join(config.dataDir, 'tls');
  const files = { ca: join(folder, 'ca.pem'), cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  if (!(await serves(files.cert, config.hostname))) {
    await makeFolder(folder);
    const made = await makeCertificate(config.hostname, config.domain);
    // The certificate last: it says that the others are there.
    await write(files.key, made.key, 0o600);
    await write(files.ca, made.ca, 0o644);
    await write(files.cert, made.cert, 0o644);
  }
  return { context: await load(files.cert, files.key), ca: files.ca };
}

async function load(cert: string, key: string): Promise<SecureContext> {
  const [certPem, keyPem] = await Promise.all([readFile(cert), readFile(key)]);
  try {
    return createSecureContext({ cert: certPem, key: keyPem, minVersion: OLDEST });
  } catch (e) {
    throw new Error(`${cert} and ${key} are no certificate and its key: ${e instanceof Error ? e.message : String(e)}`);
  }
}

/** Whether a certificate made earlier is for this host and good for some time yet. */
async function serves(file: string, hostname: string): Promise<boolean> {
  let pem: Buffer;
  try {
    pem = await readFile(file);
  } catch (e) {
    if (e instanceof Error && 'code' in e && e.code === 'ENOENT') return false;
    throw e;
  }
  const leaf = certificateIn(pem, file);
  const ends = Date.parse(leaf.validTo);
  return leaf.checkHost(hostname) !== undefined && ends - Date.now() > RENEW_DAYS * DAY_MS;
}

function certificateIn(pem: Buffer, file: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (e) {
    throw new Error(`${file} is no certificate: ${e instanceof Error ? e.message : String(e)}`);
  }
}

async function write(file: string, text: string, mode: number): Promise<void> {
  try {
    await writeFile(`${file}.new`, text, { mode });
    await rename(`${file}.new`, file);
  } catch (e) {
    throw new Error(`${file} cannot be written: ${e instanceof Error ? e.message : String(e)}`);
  }
}

/** P-256: a handshake costs a quarter less than with RSA. The authority's key is not kept, so nothing else can be signed with it. */
async function makeCertificate(hostname: string, domain: string): Promise<{ ca: string; cert: string; key: string }> {
  // Loaded where it is needed: most starts find a certificate.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const { subtle } = globalThis.crypto;
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const pair = () => subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const [caKeys, keys] = await Promise.all([pair(), pair()]);
  const notBefore = new Date(Date.now() - DAY_MS);
  const notAfter = new Date(Date.now() + VALID_DAYS * DAY_MS);
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=Certificate authority of ${hostname}`,
    notBefore,
    notAfter,
    keys: caKeys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });
  const names = [...new Set([hostname, domain, 'localhost'])];
  const leaf = await x509.X509CertificateGenerator.create({
    subject: `CN=${hostname}`,
    issuer: ca.subject,
    notBefore,
    notAfter,
    publicKey: keys.publicKey,
    signingKey: caKeys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        ...names.map((value) => ({ type: 'dns' as const, value })),
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' },
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(caKeys.publicKey),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const der = Buffer.from(await subtle.exportKey('pkcs8', keys.privateKey));
  const body = (der.toString('base64').match(/.{1,64}/g) ?? []).join('\n');
  const key = `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`;
  const [caPem, leafPem] = [ca.toString('pem'), leaf.toString('pem')];
  return { ca: `${caPem}\n`, cert: `${leafPem}\n${caPem}\n`, key };
}
