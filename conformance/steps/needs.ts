import type { FeatureScenario } from '../runner/features.ts';
import type { Need } from '../targets/types.ts';

const NAMES = ['user', 'password', 'recipient', 'local', 'plain', 'user64', 'password64', 'root'];
const NAMED = new RegExp(`\\{(?:${NAMES.join('|')})(\\d*)(?::string)?\\}`, 'g');
const ACCOUNT = /\baccount (\d+)/g;
const SEEDS_INBOX = /^the mailbox "INBOX"/i;
const LOCKS = /^an? POP3 client\b.* that has logged in/;

/** Everything written in a scenario that may name an account. */
function words(s: FeatureScenario): string {
  return s.steps.map((step) => `${step.text}\n${step.docString?.content ?? ''}`).join('\n');
}

/**
 * The accounts a scenario needs, read off its words and tags: `{user2}` and `account 2` make it two, `@own` or messages put into
 * INBOX make it whole accounts, a POP3 login wants nobody else in them.
 * @returns undefined where it can do without any
 */
export function needOf(s: FeatureScenario): Need | undefined {
  const text = words(s);
  const tag = s.tags.find((t) => t.startsWith('accounts:'));
  const numbers = [...text.matchAll(NAMED), ...text.matchAll(ACCOUNT)].map((m) => (m[1] ? Number(m[1]) : 1));
  const implied = s.steps.some((step) =>
    / that (has (logged in|selected)|can send mail)|^the mailbox |^a library /.test(step.text),
  )
    ? 1
    : 0;
  const accounts = Math.max(0, implied, tag ? Number(tag.slice('accounts:'.length)) : 0, ...numbers);
  const own = s.tags.includes('own') || s.steps.some((step) => SEEDS_INBOX.test(step.text));
  if (accounts === 0 && !own) return undefined;
  const alone = s.steps.some((step) => LOCKS.test(step.text)) || s.home === 'pop3';
  return { accounts: Math.max(1, accounts), each: own ? 'own' : 'shared', ...(alone ? { alone } : {}) };
}
