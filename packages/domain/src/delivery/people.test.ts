import { describe, expect, test } from 'vitest';
import { isBot, isGhost, isHuman } from './people.ts';

describe('people', () => {
  test.each([
    ['ada', 'User', [], false],
    ['renovate', 'Bot', [], true],
    ['renovate', 'bot', [], true],
    ['Dependabot[Bot]', 'User', [], true],
    ['Deploy-Robot', 'User', ['deploy-robot'], true],
    ['deploy-robot', 'User', [' Deploy-Robot '], true],
    ['robot', 'User', ['deploy-robot'], false],
    ['botanist', 'User', [], false],
    ['acme', 'Organization', [], false],
  ])('%s of type %s with list %o: bot is %s', (login, type, list, expected) => {
    expect(isBot({ login, type }, list)).toBe(expected);
  });

  test('ghosts are neither bots nor humans', () => {
    expect(isGhost(null)).toBe(true);
    expect(isGhost({ id: '10137' })).toBe(true);
    expect(isHuman(null)).toBe(false);
    expect(isHuman({ id: '10137', login: 'ghost', type: 'User' })).toBe(false);
    expect(isHuman({ id: '1', login: 'ada', type: 'User' })).toBe(true);
    expect(isHuman({ id: '1', login: 'ada', type: 'User' }, ['ADA'])).toBe(false);
  });
});
