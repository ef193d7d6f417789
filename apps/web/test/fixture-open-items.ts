import type { OpenPullRequest } from '@devpulse/contracts/analytics/figures';

const HOUR = 3600;
const REPOSITORIES = ['mobile-app', 'checkout-api', 'auth-service', 'ledger', 'web-store', 'infrastructure'];
const TITLES = [
  'Retry card authorisations that time out',
  'Move the fee table to the ledger',
  'Show the delivery slot on the receipt',
  'Drop the old session cookie',
  'Rate limit password resets per address',
  'Batch the nightly reconciliation',
  'Upgrade the payment client',
];

/** Hours on the working clock by state; over target from 40 h, or from 8 h while waiting. */
const AGES: Record<OpenPullRequest['state'], readonly number[]> = {
  draft: [2.5, 7, 9, 12, 84],
  waiting: [0.4, 2, 3.1, 6, 9, 17, 22.4],
  inReview: [18, 41, 52, 96],
  approved: [6.5, 20.2, 31.5],
};

export function openItems(): OpenPullRequest[] {
  let index = 0;
  return Object.entries(AGES).flatMap(([state, hours]) =>
    hours.map((age) => {
      index += 1;
      const repository = REPOSITORIES[index % REPOSITORIES.length] ?? 'ledger';
      const number = 480 + index * 13;
      return {
        id: `0198c1d2-0000-7000-8000-0000000001${String(index).padStart(2, '0')}`,
        repository,
        number,
        title: TITLES[index % TITLES.length] ?? '',
        url: `https://github.com/fernhill/${repository}/pull/${number}`,
        state: state as OpenPullRequest['state'],
        ageWorkingSeconds: age * HOUR,
        isOverTarget: age > 40 || (state === 'waiting' && age > 16),
      };
    }),
  );
}
