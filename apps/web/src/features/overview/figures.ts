import type { Figure, MetricId } from '@devpulse/contracts/analytics/figures';
import type { Overview } from '@devpulse/contracts/analytics/overview';
import { METRICS } from '@devpulse/domain/metrics/definitions';
import { formatCount, formatElapsed, formatWorking } from '@devpulse/domain/metrics/format';
import { SMALLEST_GROUP } from '@devpulse/domain/metrics/smallest-group';
import { addDays } from '@devpulse/domain/time/local-day';
import type { DefinitionView } from '@devpulse/ui/definition-view';
import type { MetricView } from '@devpulse/ui/metric-card';
import { definitionsAddress } from '../../lib/addresses.ts';
import { countOf } from '../../lib/count-words.ts';
import { dayText, earlierText, minuteText, previousText } from '../../lib/day-words.ts';
import { waitingAges } from './ageing.ts';
import { deltaView } from './delta-words.ts';

/** Gives the address of the pull requests behind a metric, in the range that is shown. */
export type EvidenceAddress = (metric: MetricId) => string;

/** Figures of a moment, not of a range: the end of the last day, or now. */
const SNAPSHOTS: readonly MetricId[] = ['waiting_for_review', 'open_ready'];

const WITHHELD = `withheld: of fewer than ${SMALLEST_GROUP} people`;

const qualifierOf = (figure: Figure, words: string): string => (figure.withheld === null ? words : WITHHELD);

export function cycleTimeView(overview: Overview, toEvidence: EvidenceAddress): MetricView {
  const figure = overview.figures.cycleTime;
  return {
    ...figureView(overview, figure, toEvidence),
    qualifier: qualifierOf(
      figure,
      figure.value === null ? 'nothing merged' : `median, n ${formatCount(figure.n)}`,
    ),
    facts: durationFacts(overview, figure),
  };
}

export function firstReviewView(overview: Overview, toEvidence: EvidenceAddress): MetricView {
  const figure = overview.figures.timeToFirstReview;
  const { inTarget, n } = overview.firstReviewsInTarget;
  const target = formatWorking(overview.targets.reviewWorkingSeconds, overview.organization.calendar);
  const within = { label: `within ${target}`, value: `${formatCount(inTarget)} of ${formatCount(n)}` };
  return {
    ...figureView(overview, figure, toEvidence),
    qualifier: qualifierOf(
      figure,
      figure.value === null ? 'nothing reviewed' : `median, n ${formatCount(figure.n)}`,
    ),
    facts: [
      ...durationFacts(overview, figure).slice(0, 1),
      ...(n > 0 && figure.withheld === null ? [within] : []),
    ],
  };
}

export function mergedView(overview: Overview, toEvidence: EvidenceAddress): MetricView {
  const { merged, closedUnmerged, reverted } = overview.figures;
  return {
    ...figureView(overview, merged, toEvidence),
    qualifier: qualifierOf(merged, merged.value === 1 ? 'pull request' : 'pull requests'),
    facts: [closedUnmerged, reverted].map((figure) => ({
      label: METRICS[figure.metric].label.toLowerCase(),
      value: figure.value === null ? '–' : formatCount(figure.value),
      ...(figure.n > 0 && { href: toEvidence(figure.metric) }),
    })),
  };
}

export function waitingView(overview: Overview, toEvidence: EvidenceAddress): MetricView {
  const { calendar } = overview.organization;
  const isNow = overview.range.to > overview.today;
  const target = overview.targets.reviewWorkingSeconds;
  const ages = isNow && !overview.open.isTruncated ? waitingAges(overview.open.items, target) : null;
  return {
    ...figureView(overview, overview.figures.waitingForReview, toEvidence),
    facts: ages
      ? [
          { label: 'oldest', value: formatWorking(ages.oldestSeconds, calendar) },
          { label: `over ${formatWorking(target, calendar)}`, value: formatCount(ages.overTarget) },
        ]
      : [],
  };
}

export function reviewsView(overview: Overview, toEvidence: EvidenceAddress): MetricView {
  const figure = overview.figures.reviewsSubmitted;
  const view = figureView(overview, figure, toEvidence);
  return { ...view, qualifier: qualifierOf(figure, figure.value === 1 ? 'review' : 'reviews') };
}

export function openReadyView(overview: Overview, toEvidence: EvidenceAddress): MetricView {
  return figureView(overview, overview.figures.openReady, toEvidence);
}

function figureView(overview: Overview, figure: Figure, toEvidence: EvidenceAddress): MetricView {
  const { range, previousRange, today } = overview;
  const isSnapshot = SNAPSHOTS.includes(figure.metric);
  const period = previousRange ? (isSnapshot ? earlierText : previousText)(range, previousRange) : '';
  const previous = figure.previous?.value ?? null;
  return {
    label: METRICS[figure.metric].label,
    definition: definitionView(overview, figure),
    figure: figure.value === null ? null : splitUnit(valueText(overview, figure, figure.value)),
    qualifier: qualifierOf(figure, isSnapshot ? snapshotText(overview) : ''),
    delta:
      figure.withheld === null
        ? deltaView(figure, {
            period,
            when: isSnapshot ? period : `in ${period}`,
            previous: previous === null ? null : valueText(overview, figure, previous),
          })
        : null,
    spark: {
      points: figure.series,
      previous: figure.previousSeries,
      startsAtZero: figure.unit === 'count',
      isLastIncomplete: range.to > today,
    },
    facts: [],
    evidence:
      figure.n > 0 && figure.evidence !== null
        ? { href: toEvidence(figure.metric), words: evidenceWords(figure) }
        : null,
  };
}

function valueText(overview: Overview, figure: Figure, value: number): string {
  return figure.unit === 'count' ? formatCount(value) : formatWorking(value, overview.organization.calendar);
}

/** `9.4 h` is an amount and its unit; so is `3.2 working days`; a count is an amount alone. */
function splitUnit(text: string) {
  const [amount = text, ...unit] = text.split(' ');
  return { amount, unit: unit.join(' ') };
}

/** The value that the figure was rounded from, where it was. */
function exactDetails({ unit, value }: Figure) {
  if (value === null || (unit === 'count' && value < 10_000)) return [];
  const exact = new Intl.NumberFormat('en', { maximumFractionDigits: 0 }).format(value);
  return [{ label: 'Exactly', value: unit === 'count' ? exact : `${exact} s, working clock` }];
}

function snapshotText({ range, today }: Overview): string {
  return range.to > today ? 'now' : `at the end of ${dayText(addDays(range.to, -1))}`;
}

function evidenceWords(figure: Figure): string {
  if (figure.metric === 'reviews_submitted') return 'The pull requests behind it';
  return figure.n === 1
    ? 'The pull request behind it'
    : `The ${formatCount(figure.n)} pull requests behind it`;
}

function durationFacts(overview: Overview, figure: Figure) {
  const { calendar } = overview.organization;
  return [
    ...(figure.p85 === null ? [] : [{ label: 'P85', value: formatWorking(figure.p85, calendar) }]),
    ...(figure.elapsed === null ? [] : [{ label: 'elapsed', value: formatElapsed(figure.elapsed) }]),
  ];
}

export function definitionView(overview: Overview, figure: Figure): DefinitionView {
  const { label, formula, version, docs } = METRICS[figure.metric];
  const zone = overview.organization.calendar.zone;
  const noun = figure.metric === 'reviews_submitted' ? 'review' : 'pull request';
  return {
    label,
    formula,
    version: String(version),
    sample: figure.withheld === null ? countOf(figure.n, noun) : WITHHELD,
    details: [
      ...exactDetails(figure),
      ...(overview.computedAt ? [{ label: 'Computed', value: minuteText(overview.computedAt, zone) }] : []),
    ],
    href: definitionsAddress(overview.organization.slug, docs),
  };
}
