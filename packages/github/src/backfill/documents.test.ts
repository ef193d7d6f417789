import { validate } from '@octokit/graphql-schema';
import { describe, expect, test } from 'vitest';
import { type PageRequest, pageQuery, type Remainder } from './documents.ts';

const page: PageRequest = {
  repository: 'R_1',
  size: 50,
  after: null,
  onlyOpen: false,
  estimate: null,
  remainders: [],
};
const all = { reviews: 'a', commits: 'b', timelineItems: 'c' };
const remainder = (after: Remainder['after']): Remainder => ({ id: 'PR_1', after });

describe('a document', () => {
  test.each<[string, Partial<PageRequest>]>([
    ['of a page', {}],
    ['of what is open', { onlyOpen: true, after: 'x' }],
    ['with an estimate', { estimate: 'repo:fernhill/app is:pr' }],
    ['with remainders of all kinds', { remainders: [remainder(all), remainder({ reviews: 'a' })] }],
    ['with a remainder of reviews', { remainders: [remainder({ reviews: 'a' })] }],
    ['with a remainder of commits', { remainders: [remainder({ commits: 'b' })] }],
    ['with a remainder of the timeline', { remainders: [remainder({ timelineItems: 'c' })] }],
  ])('%s is one that GitHub’s published schema takes', (_name, change) => {
    expect(validate(pageQuery({ ...page, ...change }).document)).toEqual([]);
  });

  test('holds no value: what comes from outside travels as a variable', () => {
    const estimate = 'repo:"} evil { is:pr';
    const { document, variables } = pageQuery({ ...page, estimate, remainders: [remainder(all)] });
    expect(document).not.toContain('evil');
    expect(variables).toEqual({
      estimate,
      repository: 'R_1',
      size: 50,
      after: null,
      id0: 'PR_1',
      reviews0: 'a',
      commits0: 'b',
      timelineItems0: 'c',
    });
  });

  test('asks for each remainder where it stopped, and for nothing that is complete', () => {
    const { document, variables } = pageQuery({ ...page, remainders: [remainder({ commits: 'b' })] });
    expect(document).toContain('commits(first: 100, after: $commits0)');
    expect(Object.keys(variables).filter((name) => name.endsWith('0'))).toEqual(['commits0', 'id0']);
  });
});
