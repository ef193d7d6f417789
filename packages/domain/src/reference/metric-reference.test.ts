import { expect, test } from 'vitest';
import { ALERT_RULE_IDS } from '../alerts/rules.ts';
import { DURATIONS } from '../delivery/facts.ts';
import { METRIC_IDS, METRICS, type MetricDefinition } from '../metrics/definitions.ts';
import { PART_IDS } from '../score/parts.ts';
import { metricReference } from './metric-reference.ts';
import { workedExample } from './score-section.ts';

const sections = metricReference();
const section = (anchor: string) => sections.find((one) => one.anchor === anchor);
const entries = sections.flatMap((one) => one.entries);

test('every address is there once', () => {
  const anchors = [...sections, ...entries].map(({ anchor }) => anchor);
  expect(new Set(anchors).size).toBe(anchors.length);
  for (const anchor of anchors) expect(anchor).toMatch(/^[a-z][a-z-]*$/);
});

test.each(METRIC_IDS)('%s stands where its definition says, with all that it leaves out', (id) => {
  const metric: MetricDefinition = METRICS[id];
  const entry = section('metrics')?.entries.find(({ anchor }) => `#${anchor}` === metric.docs);
  expect(entry).toMatchObject({ title: metric.label, text: [metric.formula], excludes: metric.excludes });
  const facts = Object.fromEntries(entry?.facts.map(({ label, value }) => [label, value]) ?? []);
  expect(facts.Id).toBe(id);
  expect(facts.Definition).toContain(`version ${metric.version}`);
  expect(facts['Shown of']).toContain(metric.isAboutPeople ? '5 people' : 'every team');
});

test('every duration, part and rule is there', () => {
  expect(section('durations')?.tables[0]?.rows).toHaveLength(DURATIONS.length);
  expect(section('score')?.entries.map(({ anchor }) => anchor)).toEqual(
    PART_IDS.map((id) => `score-${id.replaceAll('_', '-')}`),
  );
  expect(section('alerts')?.entries.map(({ anchor }) => anchor)).toEqual(
    ALERT_RULE_IDS.map((id) => `alert-${id.replaceAll('_', '-')}`),
  );
});

test('the worked example has the digits of the specification', () => {
  expect(workedExample().rows.map(([part, , ...numbers]) => [part, ...numbers])).toEqual([
    ['Promise kept', '95.24', '40', '38.1'],
    ['Predictability', '68.60', '20', '13.7'],
    ['Flow', '88.00', '25', '22.0'],
    ['Stability', '88.89', '15', '13.3'],
    ['Score', '', '100', '87.1'],
  ]);
  expect(workedExample().rows.at(-1)?.[1]).toContain('87.148');
});

test.each([
  ['alert-review-wait', 'Target', '8 working hours; may be set from 0.5 working hours to 80 working hours'],
  ['alert-approved-not-merged', 'Target', '1 working day; may be set from 1 working day to 30 working days'],
  ['alert-score-drop', 'Target', 'none to set'],
  ['alert-contributor-inactivity', 'By default', 'off; the organization alone may turn it on'],
  ['alert-open-session', 'Seen by', 'that person alone'],
])('%s: %s is %s', (anchor, label, value) => {
  expect(entries.find((entry) => entry.anchor === anchor)?.facts).toContainEqual({ label, value });
});

test('the numbers of the rules are in the words', () => {
  const notes = section('score')?.notes.join(' ');
  for (const words of [
    'last 8 weeks',
    'up to 26',
    'wider than 15 points',
    'over 15 %',
    '500 resamples',
    '5 working days',
  ])
    expect(notes).toContain(words);
});
