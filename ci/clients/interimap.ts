import type { Client } from './kit/client.ts';

export const interimapClient: Client = {
  name: 'interimap',
  packages: ['interimap'],
  checks: [],
  gaps: [
    {
      wanted: 'QRESYNC and CONDSTORE (RFC 7162)',
      instead: 'refuses to keep two accounts in step',
      async probe(b) {
        const { port } = await b.place('imap');
        const side = (name: string): string[] => {
          const me = b.account();
          const login = [`username = ${me.address}`, `password = ${me.password}`];
          return [`[${name}]`, 'type = imap', 'host = localhost', `port = ${port}`, ...login, 'STARTTLS = NO'];
        };
        const lines = [`database = ${b.home}/one.db`, ...side('local'), ...side('remote'), ''];
        const config = await b.file('config', lines.join('\n'));
        const ended = await b.run(['interimap', '--config', config], {
          codes: [0, 1, 2, 255],
          env: { XDG_DATA_HOME: b.home },
        });
        if (!/QRESYNC/.test(ended.said)) throw new Error(`it did not ask for QRESYNC: ${ended.said}`);
        return b.unannounced('CAPABILITY', 'QRESYNC');
      },
    },
  ],
};
