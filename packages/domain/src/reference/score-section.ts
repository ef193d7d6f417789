import { LARGEST_ABANDONED_SHARE, NARROW, WIDE } from '../score/confidence.ts';
import { FEWEST_PARTS, SCORE_VERSION } from '../score/delivery-reliability-score.ts';
import { RESAMPLES } from '../score/interval.ts';
import { SMALLEST_COHORT } from '../score/judgement.ts';
import { oneDecimal, pointsByLargestRemainder } from '../score/largest-remainder.ts';
import { PART_IDS, PART_WEIGHTS, type PartSums, partValues, weightedScore } from '../score/parts.ts';
import { LONGEST_WINDOW_WEEKS, SHORTEST_WINDOW_WEEKS } from '../score/score-window.ts';
import type { PartId } from '../score/scored-pull-request.ts';
import {
  FEWEST_MERGES,
  FIRST_WORKING_DAYS,
  LONGEST_WORKING_DAYS,
  PERIOD_DAYS,
  SHORTEST_SECONDS,
} from '../score/service-level.ts';
import type { ReferenceSection, ReferenceTable } from './reference-section.ts';
import { PART_WORDS, scorePartEntry } from './score-parts.ts';

const HOUR = 3600;
const EXAMPLE: PartSums = {
  kept: 34,
  matured: 42,
  spreads: [{ teamId: null, n: 45, p50: 5.5 * HOUR, p85: 17 * HOUR }],
  olderDays: 3,
  openDays: 25,
  reverts: 1,
  merges: 45,
};
const COUNTED: Readonly<Record<PartId, string>> = {
  promise_kept: '34 of 42 matured in time, A 0.8095',
  predictability: 'P50 5.5 h, P85 17 h, R 3.0909',
  flow: 'ΣO 3 of ΣW 25, a share of 0.12',
  stability: '1 of 45 reverted, f 0.0222',
};

/** The worked example, computed by the score itself. Source: metrics.md, section 5. */
export function workedExample(): ReferenceTable {
  const values = partValues(EXAMPLE) as Record<PartId, number>;
  const score = weightedScore(values) as number;
  const points = pointsByLargestRemainder(
    PART_IDS.map((id) => (PART_WEIGHTS[id] * values[id]) / 100),
    score,
  );
  return {
    label: 'A worked example',
    columns: ['Part', 'Counted', 'Of 100', 'Weight', 'Points'],
    rows: [
      ...PART_IDS.map((id, index) => [
        PART_WORDS[id].label,
        COUNTED[id],
        values[id].toFixed(2),
        String(PART_WEIGHTS[id]),
        (points[index] as number).toFixed(1),
      ]),
      ['Score', `${score.toFixed(3)}, printed with one decimal`, '', '100', oneDecimal(score).toFixed(1)],
    ],
  };
}

function notes(): string[] {
  const percent = Math.round(LARGEST_ABANDONED_SHARE * 100);
  return [
    'Score: the sum of weight × part ÷ the sum of weights, over the parts that are present. Points are printed so that they add up to the printed score.',
    `Window: the last ${SHORTEST_WINDOW_WEEKS} weeks of whole days, longer by whole weeks up to ${LONGEST_WINDOW_WEEKS} until ${SMALLEST_COHORT} pull requests have matured.`,
    `Not enough data, and never a number: fewer than ${SMALLEST_COHORT} matured in ${LONGEST_WINDOW_WEEKS} weeks, or fewer than ${FEWEST_PARTS} parts. Promise kept is always one of them.`,
    `Interval: the middle 80 % of ${RESAMPLES} resamples of the pull requests, seeded by scope and day, so that it repeats.`,
    `Confidence: low for an interval wider than ${WIDE} points, medium from ${NARROW} to ${WIDE}, high below. An abandoned share over ${percent} % makes it low.`,
    'Changed is said only when the difference exceeds half of the width of each interval.',
    `Service level: chosen by the team; else the P85 of its own cycle time over the ${PERIOD_DAYS / 7} weeks before the quarter, at least ${SHORTEST_SECONDS / HOUR} working hours and at most ${LONGEST_WORKING_DAYS} working days, the same through the quarter. Under ${FEWEST_MERGES} merges it is the organization’s, which begins with ${FIRST_WORKING_DAYS} working days. Each change is kept with its day.`,
    'Of a repository and of the organization each pull request is judged by the service level of its own team; predictability is the mean over the teams, weighted by their merges. It is never a mean of scores.',
    'Teams are listed by name, each with its own past, and never ranked. A person’s own score is shown to that person alone. Attendance never enters a score.',
    'A score carries its window, service levels, parts, counts, absent parts and exclusions with reasons; a CSV has every pull request that it counts or leaves out.',
  ];
}

/** The Delivery Reliability Score with its numbers as the code has them. Source: metrics.md, section 5. */
export function scoreSection(): ReferenceSection {
  return {
    anchor: 'score',
    title: 'Delivery Reliability Score',
    text: [
      'From 0 to 100: how dependably work that was offered for review gets finished. It tells nothing of uptime, of productivity, or of what a person is worth.',
      `Counted are pull requests by people into tracked branches, on the working clock of their team, as of the end of a local day. Definition version ${SCORE_VERSION}.`,
    ],
    tables: [
      {
        label: 'Parts of the score',
        columns: ['Part', 'Weight', 'Formula'],
        rows: PART_IDS.map((id) => [PART_WORDS[id].label, String(PART_WEIGHTS[id]), PART_WORDS[id].formula]),
      },
      workedExample(),
    ],
    entries: PART_IDS.map(scorePartEntry),
    notes: notes(),
  };
}
