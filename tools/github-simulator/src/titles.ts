import type { Random } from './random.ts';

interface Wording {
  /** Titles used as they are, before any is put together. */
  readonly whole: readonly string[];
  /** Things that change in this repository; they follow a verb. */
  readonly subjects: readonly string[];
}

const verbs = [
  'Simplify',
  'Cache',
  'Validate',
  'Log',
  'Rename',
  'Document',
  'Speed up',
  'Add tests for',
  'Handle errors in',
  'Fix a race in',
  'Type',
  'Move',
  'Retry',
  'Measure',
  'Remove unused code around',
  'Put a flag in front of',
  'Make room for',
  'Tidy',
  'Fix the edge case in',
  'Extract',
];

const wordings: Readonly<Record<string, Wording>> = {
  'checkout-web': {
    whole: [
      'Basket: one total, one rounding rule',
      'Show tax per line in the basket',
      'Explain declined cards in plain words',
      'Keyboard focus in the country picker',
      'Move the address form to server actions',
      'Remove the old voucher field',
      'Explain a held payment',
      'Guest checkout spike',
      'Basket state in the URL',
      'Straße and Größe in address lookup',
    ],
    subjects: [
      'the address form',
      'the basket summary',
      'the voucher field',
      'the payment step',
      'the country picker',
      'the order confirmation',
      'saved cards',
      'the delivery slots',
      'the error banner',
      'the gift message',
      'the tax lines',
      'the login prompt',
    ],
  },
  'checkout-api': {
    whole: [
      'Retry card capture once on gateway timeout',
      'Idempotency key on the refund endpoint',
      'Split capture and authorise in the client',
      'Log gateway decline codes',
      'Return 409 on a second capture',
      'Trim whitespace in voucher codes',
      'Reject expired payment intents',
      'Reconcile partial refunds with the ledger',
      'Gateway sandbox behind a setting',
      'Currency in every log line',
    ],
    subjects: [
      'the refund endpoint',
      'payment intents',
      'the gateway client',
      'voucher rules',
      'the order webhook',
      'capture timeouts',
      'price rounding',
      'the fraud check',
      'the shipping quote',
      'the idempotency store',
      'partial captures',
      'the basket endpoint',
    ],
  },
  ledger: {
    whole: [
      'Nightly settlement: batch by currency',
      'Reject postings with mixed currencies',
      'Chart of accounts for several entities',
      'Close day only after the last import',
      'Balance per account without a full scan',
      'Keep the original amount beside the converted one',
    ],
    subjects: [
      'the settlement job',
      'posting rules',
      'the day close',
      'the balance query',
      'the import of bank files',
      'exchange rates',
      'the audit trail',
      'account numbers',
      'the monthly export',
      'the reversal of postings',
    ],
  },
  'auth-service': {
    whole: [
      'Passkey sign-in behind a flag',
      'End sessions when the password changes',
      'Constant-time comparison for codes',
      'Rate limit per account',
      'Rotate signing keys without a restart',
      'Refuse redirects to unknown hosts',
    ],
    subjects: [
      'session storage',
      'the token endpoint',
      'password reset',
      'the recovery codes',
      'the device list',
      'the consent page',
      'key rotation',
      'the audit log',
      'the login throttle',
      'the e-mail change',
    ],
  },
  'mobile-app': {
    whole: [
      'Crash on an empty order history',
      'Show saved cards offline',
      'Biometric unlock',
      'Retry push token registration',
      'Show the order number offline',
      'Keep the basket when the app is killed 📱',
    ],
    subjects: [
      'the order list',
      'the push token',
      'deep links',
      'the scanner',
      'offline storage',
      'the basket screen',
      'the onboarding',
      'image loading',
      'the payment sheet',
      'the profile screen',
      'the splash screen',
    ],
  },
  infra: {
    whole: [
      'Upgrade PostgreSQL to 18',
      'Preview environment per pull request',
      'Rotate database credentials without restart',
      'Pin the runner image',
      'Alert on certificate age',
      'Smaller nodes at night',
    ],
    subjects: [
      'the runner image',
      'database backups',
      'the preview environments',
      'the ingress rules',
      'the alert routes',
      'log retention',
      'the deploy pipeline',
      'node pools',
      'the secret store',
      'the status page',
    ],
  },
};

/** A title for a change in the repository. */
export function changeTitle(repository: string, random: Random): string {
  const wording = wordings[repository];
  if (wording === undefined || random.chance(0.12)) {
    return random.pick(['Fix a flaky test', 'Update the README', 'Fix typo', 'Clean up after the release']);
  }
  if (random.chance(0.22)) return random.pick(wording.whole);
  const title = `${random.pick(verbs)} ${random.pick(wording.subjects)}`;
  return random.chance(0.1) ? `fix: ${title.charAt(0).toLowerCase()}${title.slice(1)}` : title;
}

/** A branch name as people make them from a title; the suffix keeps it unique. */
export function branchName(title: string, random: Random): string {
  const slug = title
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 38);
  const kind = random.pick(['feat', 'fix', 'chore', 'feature', 'CHK']);
  const ticket = random.integer(100, 4_999);
  return kind === 'CHK' ? `CHK-${ticket}-${slug}` : `${kind}/${slug}-${random.hex(4)}`;
}

const sentences = [
  'The old way loaded everything and then threw most of it away.',
  'Found while looking at last week’s incident.',
  'No change for customers; the numbers in the log are easier to read.',
  'I left the second half for a follow-up so that this stays small.',
  'Tested by hand with the sandbox account as well.',
  'There is a flag in front of it; it is off everywhere but staging.',
  'See the note in the team channel for the background.',
  'Please look at the error path most carefully.',
  'This needs the migration of last week to be deployed first.',
  'Measured: p95 goes from 410 ms to 95 ms on the staging data.',
];

/** The description of a pull request; now and then there is none. */
export function changeBody(random: Random): string | null {
  if (random.chance(0.14)) return null;
  const chosen = Array.from({ length: random.integer(1, 5) }, () => random.pick(sentences));
  const list = random.chance(0.3) ? '\n\n- [x] tests\n- [ ] release note\n- [x] tried on staging' : '';
  return `${[...new Set(chosen)].join(' ')}${list}`;
}

const remarks = [
  'Could this be null here?',
  'I would move this next to the caller.',
  'Nice, that is much easier to read.',
  'What happens when the request is sent twice?',
  'nit: the name says the opposite',
  'Should this be covered by a test?',
  'This will also run for closed orders, is that meant?',
  'Can we use the helper that ledger has for this?',
];

const answers = [
  'Good point, changed.',
  'Done in the last commit.',
  'It cannot be null, the column is NOT NULL; added a note.',
  'I would rather do that separately, opened an issue.',
  'Renamed 👍',
  'Yes, covered below.',
];

export const wordsOfReview = {
  remark: (random: Random): string => random.pick(remarks),
  answer: (random: Random): string => random.pick(answers),
  verdict: (random: Random): string | null =>
    random.chance(0.55)
      ? null
      : random.pick(['Looks good.', '👍', 'Thanks, works for me.', 'Ship it', 'LGTM']),
};
