import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { computeDailyMetrics, type MeasuredPullRequest } from '../metrics/daily-metrics.ts';
import { localDayOf } from '../time/local-day.ts';
import { DEFAULT_CALENDAR } from '../time/working-calendar.ts';
import {
  at,
  closed,
  fold,
  h,
  hoursOf,
  merged,
  opened,
  push,
  pushed,
  reopened,
  review,
} from './timeline.fixture.ts';

const HERE = 'packages/domain/src/delivery/hard-cases.test.ts';
const delivery = (file: string) => `packages/domain/src/delivery/${file}.test.ts`;
const github = (file: string) => `packages/github/src/${file}.test.ts`;
const pipeline = (file: string) => `test/pipeline/${file}.test.ts`;

const CASES: readonly [hardCase: string, file: string, name: string][] = [
  [
    'draft counted as waiting',
    delivery('draft-spans'),
    'draft time is not waiting, and a review during draft counts at ready',
  ],
  [
    'review during draft gives a negative time',
    delivery('draft-spans'),
    'draft time is not waiting, and a review during draft counts at ready',
  ],
  ['bot’s or author’s own review ends pickup', delivery('fold'), '%s does not end pickup'],
  ['another account of the author ends pickup', delivery('reviews'), 'does not review their own work'],
  [
    'plain chat comment ends pickup',
    github('interpret'),
    'a comment outside of the code is no event that is looked at',
  ],
  [
    'comment in the code that is in no review ends pickup',
    HERE,
    'a comment in the code outside of a review does not end pickup',
  ],
  ['no review read as zero', delivery('fold'), 'no review is absent, not zero'],
  [
    'phases that do not add up',
    delivery('fold.property'),
    'phases partition ready to merged to the second, on both clocks, and nothing is negative',
  ],
  [
    'phases that do not add up, as stored',
    pipeline('lifecycles'),
    'keep the law of phases in what is stored: they partition ready to merged, to the second, on both clocks',
  ],
  ['reopened pull request keeps old dates', HERE, 'a reopened pull request has no end until it ends again'],
  [
    'more than 100 reviews or commits truncated',
    github('backfill/translation'),
    '250 reviews, 300 commits and 180 comments are all told, over as many pages as it takes',
  ],
  [
    'more than 100 reviews or commits truncated, as stored',
    pipeline('backfill'),
    'more than 100 reviews, commits and comments of a pull request are all counted',
  ],
  [
    'opened before the window, dropped from its merges',
    HERE,
    'a merge counts on its day, however long before that it was opened',
  ],
  [
    'scan ordered by created_at leaves merged ones open',
    pipeline('backfill'),
    'reads what changes meanwhile, although it has passed that place',
  ],
  [
    'scan that was missed leaves merged ones open',
    pipeline('backfill'),
    'reads what is open and what changed lately, and counts what was not as it was held',
  ],
  [
    'author in two teams counted twice',
    pipeline('teams'),
    'counts the work of one who is in two teams for one of them',
  ],
  ['author in two teams measured twice', delivery('clock'), 'that of the longest-standing team'],
  ['squash changes the first commit', HERE, 'a squash on merging leaves the first commit where it was'],
  ['rebase changes the first commit', HERE, 'a rebase leaves the first commit where it was'],
  ['force-push changes the first commit', delivery('first-commit'), 'frozen: a later push cannot move it'],
  [
    'rewritten history, as a list of commits tells it',
    delivery('first-commit'),
    'in a rewritten history author dates decide',
  ],
  [
    'deleted fork and ghost author, by webhook',
    github('interpret'),
    'lives with a deleted fork, a ghost author and payloads of old',
  ],
  [
    'deleted fork and ghost author, by backfill',
    github('backfill/translation'),
    'of a ghost has no author, and of a deleted fork no head repository',
  ],
  ['ghost author counted', delivery('fold'), 'author_is_ghost'],
  [
    'renamed repository',
    pipeline('lifecycle-github'),
    'goes on under another name, with all that is known of it',
  ],
  [
    'transferred repository',
    pipeline('lifecycle-github'),
    'leaves with a transfer, and its open pull requests go on when it is back',
  ],
  [
    'Friday 20:00 to Monday 08:00',
    'packages/domain/src/time/working-calendar.test.ts',
    'Friday 20:00 to Monday 08:00 is 60 elapsed hours and 12 without the weekend days',
  ],
  [
    'clock change in America/New_York',
    'packages/domain/src/time/working-calendar.test.ts',
    "['2025-03-09', NEW_YORK, 0, 1440, 23]",
  ],
  [
    'clock change of half an hour on Lord Howe',
    'packages/domain/src/time/working-calendar.test.ts',
    "['2025-10-05', LORD_HOWE, 0, 1440, 23.5]",
  ],
  [
    'ids above 2^31',
    github('interpret'),
    'keeps ids beyond 2^53 to the digit, and refuses those that no bigint column holds',
  ],
  [
    'payload without sizes zeroes them',
    delivery('timeline'),
    'a newer payload without sizes does not erase them, an older one changes nothing',
  ],
  [
    'case of review states',
    github('backfill/translation'),
    'carry the head that was reviewed; one that is pending is nobody’s business',
  ],
  [
    'dismissal told by the dismisser',
    github('interpret'),
    'knows the reviewer of a dismissed review from the dismisser',
  ],
  ['merged_at and closed_at a second apart', delivery('fold'), 'closed a second after the merge'],
  [
    'merged_at and closed_at a second apart, by backfill',
    github('backfill/translation'),
    'a merge has its merger, and the close that GitHub dates a second later is no fact of its own',
  ],
  ['bots of type User', delivery('people'), "['Deploy-Robot', 'User', ['deploy-robot'], true]"],
  ['synchronize sent by somebody else', HERE, 'a push by somebody else is a push, and changes no author'],
  ['account renamed in flight', HERE, 'a renamed account is the same person'],
  ['commits dated months before', delivery('first-commit'), 'over 90 days before'],
  ['commits dated after the pull request', delivery('first-commit'), "['after ready', "],
  [
    'token revoked on the server',
    github('client/installation-tokens'),
    'is minted anew once after a refusal, and the request asked once more',
  ],
];

test.each(CASES)('%s is a test', (_case, file, name) => {
  const text = readFileSync(new URL(`../../../../${file}`, import.meta.url), 'utf8');
  // This file names its own tests once more, in the table.
  expect(text.split(name).length - 1).toBeGreaterThan(file === HERE ? 1 : 0);
});

describe('cases that other tools get wrong', () => {
  test('a comment in the code outside of a review does not end pickup', () => {
    const comment = { ...at('review_commented', 'review_commented:1', 1), actorId: '2' };
    const facts = fold([opened(0), comment, review(3, '2', 'approved'), merged(5)]);
    expect(hoursOf(facts)).toMatchObject({ pickup: 3, review: 0, mergeWait: 2 });
    expect(facts.reviewCommentCount).toBe(1);
  });

  test('a reopened pull request has no end until it ends again', () => {
    const life = [opened(0), closed(2), reopened(5)];
    expect(fold(life)).toMatchObject({ state: 'open', closedAt: null, mergedAt: null, openUntil: null });
    const ended = fold([...life, merged(9)]);
    expect(ended).toMatchObject({ state: 'merged', closedAt: h(9), mergedAt: h(9), openUntil: h(9) });
    expect(hoursOf(ended)).toMatchObject({ cycle: 9 });
    expect(fold([...life, closed(7)])).toMatchObject({ state: 'closed', closedAt: h(7) });
  });

  test('a merge counts on its day, however long before that it was opened', () => {
    const facts = fold([opened(-24 * 400), review(-24, '2', 'approved'), merged(1)]);
    const item: MeasuredPullRequest = {
      facts,
      repositoryId: 'web',
      authorContributorId: 'ada',
      teamId: null,
      additions: 1,
      deletions: 1,
      commits: 1,
      reviews: [],
      reviewRequests: [],
    };
    const [organization] = computeDailyMetrics({
      organizationId: 'acme',
      facts: [item],
      pushes: [],
      day: localDayOf(h(1), 'UTC'),
      zone: 'UTC',
      calendar: DEFAULT_CALENDAR,
      teamCalendars: new Map(),
      now: h(100),
      targets: {
        organization: { reviewWorkingSeconds: 1, cycleWorkingSeconds: 1 },
        isCycleTargetChosen: true,
        dated: [],
      },
    });
    expect(organization).toMatchObject({ counts: { merged: 1, opened: 0 } });
    expect(organization?.sketches.cycle_elapsed).toMatchObject({ n: 1, sum: (24 * 400 + 1) * 3_600 });
  });

  const known = [push(-4, -6, true), push(-2, -3)];

  test('a squash on merging leaves the first commit where it was', () => {
    const squashed = push(5, 5, true);
    const pushes = [...known, { ...squashed, afterSha: 'merged-into-main' }];
    const facts = fold([opened(0), review(2, '2', 'approved'), merged(5)], { pushes });
    expect(facts.firstCommitAt).toBe(h(-6));
    expect(hoursOf(facts)).toMatchObject({ coding: 6, lead: 11 });
  });

  test('a rebase leaves the first commit where it was', () => {
    const rebased = { ...push(3, 2.5), forced: true };
    const forced = { ...at('head_force_pushed', 'head_force_pushed:s3', 3), data: { headSha: 's3' } };
    const life = [opened(0), forced, review(4, '2', 'approved'), merged(5)];
    expect(fold(life, { pushes: [...known, rebased] }).durations).toEqual(
      fold(life, { pushes: known }).durations,
    );
  });

  test('a push by somebody else is a push, and changes no author', () => {
    const asks = review(1, '2', 'changes_requested');
    const rest = [review(3, '2', 'approved'), merged(5)];
    const own = fold([opened(0), asks, pushed(2), ...rest]);
    const byAnother = fold([opened(0), asks, { ...pushed(2), actorId: '2' }, ...rest]);
    expect(byAnother).toEqual(own);
    expect(byAnother.reworkCycles).toBe(1);
  });

  test('a renamed account is the same person', () => {
    const life = [opened(0), review(1, '2', 'approved'), review(2, '1', 'commented'), merged(5)];
    const named = (author: string, reviewer: string) =>
      fold(life, {
        author: { id: '1', login: author, type: 'User' },
        accounts: new Map([['2', { id: '2', login: reviewer, type: 'User' }]]),
      });
    // The reviewer has the name now that the author had.
    expect(named('lovelace', 'ada')).toEqual(named('ada', 'grace'));
  });
});
