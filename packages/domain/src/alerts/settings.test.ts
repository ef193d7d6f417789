import { describe, expect, test } from 'vitest';
import { DEFAULT_CALENDAR } from '../time/working-calendar.ts';
import { ON, settings, target } from './alerts.fixture.ts';
import { ALERT_RULE_IDS, ALERT_RULES } from './rules.ts';
import { checkTarget, isRuleOn, ruleTarget, targetSeconds } from './settings.ts';

describe('the table of rules', () => {
  test.each(ALERT_RULE_IDS)('%s: id, whole bounds around its standard, sentences', (id) => {
    const rule = ALERT_RULES[id];
    expect(rule.id).toBe(id);
    expect(rule.sentence).toMatch(/^[A-Z].+\.$/);
    expect(rule.ends).toMatch(/^Ends .+\.$/);
    const { minimum, standard, maximum } = rule.target ?? { minimum: 0, standard: 0, maximum: 0 };
    expect([minimum, standard, maximum].every(Number.isInteger)).toBe(true);
    expect(minimum <= standard && standard <= maximum).toBe(true);
  });

  test('only the rule about a person’s inactivity is off by default, and the organization’s choice', () => {
    const off = ALERT_RULE_IDS.filter((id) => !isRuleOn(settings(), id, null));
    expect(off).toEqual(['contributor_inactivity']);
    expect(ALERT_RULE_IDS.filter((id) => ALERT_RULES[id].isOrganizationsChoice)).toEqual(off);
    expect(ALERT_RULE_IDS.filter((id) => ALERT_RULES[id].audience.startsWith('person'))).toEqual([
      'contributor_inactivity',
      'open_session',
    ]);
    expect(isRuleOn(settings({}, { a: { contributor_inactivity: ON } }), 'contributor_inactivity', 'a')).toBe(
      false,
    );
  });
});

describe('targets', () => {
  test('a stored target outside of its bounds is held to them', () => {
    expect(ruleTarget(settings({ oversized: target(1) }), 'oversized', null)).toBe(50);
    expect(ruleTarget(settings({ oversized: target(1_000_000) }), 'oversized', null)).toBe(20_000);
    expect(ruleTarget(settings(), 'score_drop', null)).toBeNull();
  });

  test('in seconds of its clock', () => {
    const scope = { teamId: null, calendar: { ...DEFAULT_CALENDAR, endMinute: 540 + 6 * 60 } };
    expect(targetSeconds(settings(), 'hidden_wip', scope)).toBe(60 * 3600);
    expect(targetSeconds(settings(), 'integration', scope)).toBe(86_400);
    expect(targetSeconds(settings(), 'review_wait', scope)).toBe(28_800);
  });

  test.each([
    ['oversized', 50, true],
    ['oversized', 49, false],
    ['oversized', 20_000, true],
    ['oversized', 20_001, false],
    ['oversized', 60.5, false],
    ['oversized', Number.NaN, false],
    ['score_drop', 1, false],
  ] as const)('%s to %f: %s', (id, value, isGood) => {
    const check = () => checkTarget(ALERT_RULES[id], value);
    if (isGood) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ code: 'invalid_request', field: 'target' }));
  });

  test('the remedy names the bounds', () => {
    const remedy = 'Give a whole number of lines from 50 to 20000.';
    expect(() => checkTarget(ALERT_RULES.oversized, 1)).toThrow(expect.objectContaining({ remedy }));
  });
});
